import { createSubscriber } from 'svelte/reactivity';

const followResize = createSubscriber((update) => {
  window.addEventListener('resize', update);
  return () => window.removeEventListener('resize', update);
});

/** What a pixel of a window of usual size has grown to, from 1 on: a tenth of 1rem (app.css). For what scripts lay out. */
export function windowScale(): number {
  followResize();
  return parseFloat(getComputedStyle(document.documentElement).fontSize) / 10;
}
