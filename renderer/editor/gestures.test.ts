import { beforeEach, describe, expect, test } from 'vitest';
import type { Bbox } from '../../electron/contract/words';
import { cancel, cursorAt, drag, idle, press, release } from './gestures';
import type { Gesture, Pointer, Scene, SceneBox, Step } from './gestures';

const at = (x: number, y: number, more: Partial<Pointer> = {}): Pointer => ({ x, y, pan: false, free: true, ...more });

/** A hand on an editor without a page: what steps ask for is done to the scene. */
class Hand {
  scene: Scene;
  gesture: Gesture = idle;
  edits: SceneBox[] = [];
  drawn: Bbox[] = [];

  constructor(boxes: SceneBox[], more: Partial<Scene> = {}) {
    const view = { scale: 2, x: 10, y: 20 };
    const screen = { width: 1000, height: 1300 };
    this.scene = {
      boxes,
      selectedId: null,
      view,
      image: { width: 400, height: 600 },
      screen,
      tool: 'select',
      snapTo: [],
      ...more,
    };
  }

  #take(step: Step) {
    this.gesture = step.gesture;
    const { change } = step;
    this.scene = {
      ...this.scene,
      ...(step.selectedId === undefined ? {} : { selectedId: step.selectedId }),
      ...(step.view ? { view: step.view } : {}),
      boxes: change ? this.scene.boxes.map((box) => (box.id === change.id ? change : box)) : this.scene.boxes,
    };
    if (step.edited) this.edits.push(step.edited);
    if (step.drawn) this.drawn.push(step.drawn);
  }

  press = (pointer: Pointer) => this.#take(press(this.scene, pointer));
  drag = (pointer: Pointer) => this.#take(drag(this.gesture, this.scene, pointer));
  release = () => this.#take(release(this.gesture, this.scene));
  cancel = () => this.#take(cancel(this.gesture));
  box = (id: string) => this.scene.boxes.find((box) => box.id === id)?.bbox;
}

// In pixels of the screen (twice as large, 10 to the right, 20 down): large [210..410, 220..620], small [250..310, 300..380].
const large: SceneBox = { id: 'large', bbox: [100, 100, 100, 200] };
const small: SceneBox = { id: 'small', bbox: [120, 140, 30, 40] };
let hand: Hand;
beforeEach(() => {
  hand = new Hand([large, small]);
});

describe('choosing', () => {
  test('a click chooses the smallest box under it and edits nothing', () => {
    hand.press(at(280, 340));
    hand.release();
    expect(hand.scene.selectedId).toBe('small');
    expect(hand.edits).toEqual([]);
  });

  test('a click on the chosen box keeps it chosen, also under a smaller one', () => {
    hand.scene = { ...hand.scene, selectedId: 'large' };
    hand.press(at(280, 340));
    expect(hand.scene.selectedId).toBe('large');
  });

  test('a click beside every box lets go', () => {
    hand.scene = { ...hand.scene, selectedId: 'large' };
    hand.press(at(700, 1000));
    hand.release();
    expect(hand.scene.selectedId).toBeNull();
    expect(hand.drawn).toEqual([]);
  });
});

describe('moving', () => {
  test('dragging moves the box by the same way in pixels of the image', () => {
    hand.press(at(380, 600));
    hand.drag(at(400, 640));
    hand.release();
    expect(hand.edits).toEqual([{ id: 'large', bbox: [110, 120, 100, 200] }]);
  });

  test('a trembling hand moves nothing', () => {
    hand.press(at(380, 600));
    hand.drag(at(382, 601));
    hand.release();
    expect(hand.edits).toEqual([]);
    expect(hand.box('large')).toEqual(large.bbox);
  });

  test('a long drag in many small moves is one edit', () => {
    hand.press(at(380, 600));
    for (let step = 1; step <= 50; step++) hand.drag(at(380 + step, 600 + step));
    hand.release();
    expect(hand.edits).toEqual([{ id: 'large', bbox: [125, 125, 100, 200] }]);
  });

  test('Escape puts the box back', () => {
    hand.press(at(380, 600));
    hand.drag(at(500, 700));
    hand.cancel();
    hand.release();
    expect(hand.box('large')).toEqual(large.bbox);
    expect(hand.edits).toEqual([]);
  });
});

describe('resizing', () => {
  test('a handle of the chosen box is caught within 12 pixels of the screen', () => {
    hand.scene = { ...hand.scene, selectedId: 'large' };
    hand.press(at(410 + 9, 620 - 9));
    hand.drag(at(430 + 9, 660 - 9));
    hand.release();
    expect(hand.edits).toEqual([{ id: 'large', bbox: [100, 100, 110, 220] }]);
  });

  test('a box that is not chosen has no handles', () => {
    hand.press(at(405, 615));
    expect(hand.gesture.kind).toBe('move');
  });

  test('an edge snaps to the detection, and not while Alt is held', () => {
    hand.scene = { ...hand.scene, selectedId: 'large', snapTo: [[100, 100, 120, 200]] };
    hand.press(at(410, 420));
    hand.drag(at(446, 420, { free: false }));
    expect(hand.box('large')).toEqual([100, 100, 120, 200]);
    hand.drag(at(446, 420, { free: true }));
    expect(hand.box('large')).toEqual([100, 100, 118, 200]);
  });
});

describe('drawing', () => {
  test('dragging beside every box draws one', () => {
    hand.press(at(610, 820));
    hand.drag(at(710, 1020));
    hand.release();
    expect(hand.drawn).toEqual([[300, 400, 50, 100]]);
  });

  test('with the drawing tool a box may begin inside another', () => {
    hand.scene = { ...hand.scene, tool: 'draw' };
    hand.press(at(230, 240));
    hand.drag(at(330, 440));
    hand.release();
    expect(hand.drawn).toEqual([[110, 110, 50, 100]]);
    expect(hand.edits).toEqual([]);
  });

  test('Escape draws nothing', () => {
    hand.press(at(610, 820));
    hand.drag(at(710, 1020));
    hand.cancel();
    hand.release();
    expect(hand.drawn).toEqual([]);
  });
});

describe('moving the view', () => {
  test('the view follows the hand and the boxes stay', () => {
    hand.press(at(300, 300, { pan: true }));
    hand.drag(at(340, 280, { pan: true }));
    hand.release();
    expect(hand.scene.view).toEqual({ scale: 2, x: 50, y: 0 });
    expect(hand.edits).toEqual([]);
    expect(hand.scene.selectedId).toBeNull();
  });
});

test('the cursor tells what a press would do', () => {
  hand.scene = { ...hand.scene, selectedId: 'large' };
  expect(cursorAt(idle, hand.scene, at(210, 220))).toBe('nwse-resize');
  expect(cursorAt(idle, hand.scene, at(410, 420))).toBe('ew-resize');
  expect(cursorAt(idle, hand.scene, at(300, 500))).toBe('move');
  expect(cursorAt(idle, hand.scene, at(700, 1000))).toBe('crosshair');
  expect(cursorAt(idle, hand.scene, at(700, 1000, { pan: true }))).toBe('grab');
});
