// What runs in the page, as text: the benchmark itself has no DOM.

/** Notes when the first photo of the library has been drawn, in milliseconds since the page began to load. */
export const libraryProbe = `(() => {
  const look = () => {
    const photo = document.querySelector('[role="option"] img');
    if (!photo || !photo.complete || photo.naturalWidth === 0) return requestAnimationFrame(look);
    requestAnimationFrame(() => (window.firstPhotoAt = performance.now()));
  };
  requestAnimationFrame(look);
})()`;

/** A function: scrolls the library by a fast wheel's distance each frame. @returns milliseconds of every frame */
export const scrollLibrary = `(forMs) => new Promise((resolve) => {
  const grid = document.querySelector('[role="listbox"]');
  const frames = [];
  const startedAt = performance.now();
  let last = startedAt;
  const step = (now) => {
    frames.push(now - last);
    last = now;
    grid.scrollTop += 60;
    if (now - startedAt < forMs) requestAnimationFrame(step);
    else resolve(frames.slice(2));
  };
  requestAnimationFrame(step);
})`;

/** A function: jumps to a part of the library, 0 to 1. @returns milliseconds until every photo in view has been drawn */
export const longestWait = `(share) => new Promise((resolve) => {
  const grid = document.querySelector('[role="listbox"]');
  const startedAt = performance.now();
  grid.scrollTop = share * (grid.scrollHeight - grid.clientHeight);
  const look = () => {
    const { top, bottom } = grid.getBoundingClientRect();
    const cells = [...grid.querySelectorAll('[role="option"]')].filter((cell) => {
      const box = cell.getBoundingClientRect();
      return box.bottom > top && box.top < bottom;
    });
    const drawn = cells.filter((cell) => {
      const photo = cell.querySelector('img');
      return photo && photo.complete && photo.naturalWidth > 0;
    });
    if (cells.length > 0 && drawn.length === cells.length) resolve(performance.now() - startedAt);
    else if (performance.now() - startedAt > 20000) resolve(Infinity);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(() => requestAnimationFrame(look));
})`;

/**
 * Notes the frames in which canvases draw curves.
 * window.chart.begin() starts the clock, quiet() says whether curves were drawn and none for half a second since.
 */
export const chartProbe = `(() => {
  let curves = 0;
  let startedAt = 0;
  let frames = [];
  // A curve is a path that is drawn in one stroke; an axis is drawn line by line.
  const { stroke } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.stroke = function (...path) {
    if (path.length > 0) curves++;
    return stroke.apply(this, path);
  };
  const each = () => {
    if (curves > 0) {
      curves = 0;
      // The frame with these curves is on the screen when the next one begins.
      requestAnimationFrame(() => frames.push(performance.now()));
    }
    requestAnimationFrame(each);
  };
  requestAnimationFrame(each);
  const begin = () => {
    startedAt = performance.now();
    frames = [];
    curves = 0;
  };
  window.chart = {
    begin,
    beginAtRelease: () => addEventListener('pointerup', begin, { capture: true, once: true }),
    quiet: () => frames.length > 0 && performance.now() - frames.at(-1) > 500,
    firstMs: () => frames[0] - startedAt,
    lastMs: () => frames.at(-1) - startedAt,
  };
})()`;
