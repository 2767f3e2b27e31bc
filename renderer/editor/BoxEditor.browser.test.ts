import '../tokens.css';
import '../app.css';
import '../controls.css';
import { beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import App from '../App.svelte';
import { eventually } from '../testing/eventually';
import { createScriptedConnection } from '../testing/scripted-client';
import type { ScriptedStudio } from '../testing/scripted-studio';
import type { Bbox } from '../../electron/contract/words';

const grey = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="600"><rect width="400" height="600" fill="gray"/></svg>')}`;
const garment = { category: 'full', score: 0.9, bbox: [100, 100, 200, 300] as Bbox, derived: false } as const;

let studio: ScriptedStudio;
const editor = page.getByRole('application');

/** One photo of 400 x 600 pixels with one proposed box; the review room in a window of 1280 x 800. */
beforeEach(async () => {
  // How another test left the queue.
  sessionStorage.clear();
  location.hash = '#/review';
  document.documentElement.style.height = '100%';
  document.body.style.height = '100vh';
  const photo = { name: 'look.jpg', width: 400, height: 600, proposals: [garment] };
  const connection = createScriptedConnection({ photos: [photo, { ...photo, name: 'next.jpg' }] }, () => grey);
  studio = connection.studio;
  const { container } = await render(App, { connection });
  container.style.height = '100vh';
  await eventually(() => expect(lines()).toHaveLength(1));
});

const lines = () => [...document.querySelectorAll<SVGRectElement>('[role="application"] rect.line')];
const stored = () => studio.images[0]!.boxes;

/** Pixels of the screen for each pixel of the photo, and where the photo's corner lies in the editor. */
function view() {
  const stage = editor.element().getBoundingClientRect();
  const image = editor.element().querySelector('img')!.getBoundingClientRect();
  return { scale: image.width / 400, left: image.left - stage.left, top: image.top - stage.top };
}

/** A point of the photo, in the editor. */
function at(x: number, y: number) {
  const { scale, left, top } = view();
  return { x: left + x * scale, y: top + y * scale };
}

async function drag(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await userEvent.dragAndDrop(editor, editor, { sourcePosition: from, targetPosition: to });
}

function expectBox(bbox: Bbox, pixels = 2): void {
  expect(stored()).toHaveLength(1);
  for (const [place, value] of stored()[0]!.bbox.entries()) expect(Math.abs(value - bbox[place]!)).toBeLessThan(pixels);
}

test('a corner that is dragged resizes the box, and the edit is saved by itself', async () => {
  await editor.click({ position: at(200, 250) });
  await drag(at(300, 400), at(340, 450));
  await eventually(() => expectBox([100, 100, 240, 350]));
  expect(stored()[0]!.origin).toBe('moved');
});

test('a box that is dragged by its middle keeps its size', async () => {
  await editor.click({ position: at(200, 250) });
  await drag(at(200, 250), at(230, 290));
  await eventually(() => expectBox([130, 140, 200, 300]));
});

test('a box is drawn by N and the pointer', async () => {
  await userEvent.keyboard('n');
  await drag(at(20, 450), at(90, 580));
  await eventually(() => expect(stored()).toHaveLength(2));
  const [x, y, width, height] = stored()[1]!.bbox;
  for (const [found, wanted] of [
    [x, 20],
    [y, 450],
    [width, 70],
    [height, 130],
  ] as const)
    expect(Math.abs(found - wanted)).toBeLessThan(2);
  expect(stored()[1]!.origin).toBe('drawn');
});

test('a box is drawn without the pointer: N, Enter, and arrows', async () => {
  await userEvent.keyboard('n');
  await expect.element(page.getByText('press Enter for a box in the middle')).toBeVisible();
  await userEvent.keyboard('{Enter}');
  await eventually(() => expect(stored()).toHaveLength(2));
  await userEvent.keyboard('{ArrowRight}{Alt>}{ArrowDown}{/Alt}');
  await eventually(() => expect(stored()[1]!.bbox).toEqual([134, 150, 133, 301]));
  await expect.element(page.getByText('press Enter for a box in the middle')).not.toBeInTheDocument();
  await userEvent.keyboard('{Enter}');
  expect(stored()).toHaveLength(2);
});

test('the whole review goes by keys: choose, nudge, resize, category, undo, redo, accept', async () => {
  await userEvent.keyboard(']');
  await userEvent.keyboard('{Shift>}{ArrowRight}{/Shift}{ArrowDown}');
  await eventually(() => expectBox([110, 101, 200, 300], 0.6));
  await userEvent.keyboard('{Alt>}{ArrowLeft}{/Alt}');
  await eventually(() => expectBox([110, 101, 199, 300], 0.6));
  await userEvent.keyboard('1');
  await eventually(() => expect(stored()[0]!.category).toBe('upper'));
  await userEvent.keyboard('z');
  await eventually(() => expect(stored()[0]!.category).toBe('full'));
  await userEvent.keyboard('{Shift>}z{/Shift}');
  await eventually(() => expect(stored()[0]!.category).toBe('upper'));
  await userEvent.keyboard('a');
  await eventually(() => expect(studio.images[0]!.state).toBe('reviewed'));
  expectBox([110, 101, 199, 300], 0.6);
});

test('a box that is deleted is gone, and comes back by undo', async () => {
  await editor.click({ position: at(200, 250) });
  await userEvent.keyboard('d');
  await eventually(() => expect(lines()).toHaveLength(0));
  await userEvent.keyboard('z');
  await eventually(() => expect(lines()).toHaveLength(1));
});

test('Escape during a drag leaves the box as it was', async () => {
  await editor.click({ position: at(200, 250) });
  const before = lines()[0]!.getBoundingClientRect().x;
  const stage = editor.element();
  const { left, top } = stage.getBoundingClientRect();
  const event = (type: string, { x, y }: { x: number; y: number }) =>
    stage.dispatchEvent(
      new PointerEvent(type, { bubbles: true, pointerId: 1, clientX: left + x, clientY: top + y, buttons: 1 }),
    );
  // Playwright's drag cannot be left half done.
  stage.setPointerCapture = () => undefined;
  event('pointerdown', at(200, 250));
  event('pointermove', at(260, 300));
  await eventually(() => expect(lines()[0]!.getBoundingClientRect().x).toBeGreaterThan(before + 20));
  await userEvent.keyboard('{Escape}');
  await eventually(() => expect(lines()[0]!.getBoundingClientRect().x).toBeCloseTo(before, 0));
  expect(studio.images[0]!.touched).toBe(false);
});
