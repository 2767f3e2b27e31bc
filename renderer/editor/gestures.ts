import type { Bbox } from '../../electron/contract/words';
import { bboxBetween, contains, handleAt, moveBbox, resizeBbox, snapBbox } from './geometry';
import type { Handle, Point, Size } from './geometry';
import { clampView, toImage } from './view';
import type { View } from './view';

export interface SceneBox {
  id: string;
  bbox: Bbox;
}

/** What the hand meets: the boxes as drawn, the chosen one, and how the image lies on the screen. */
export interface Scene {
  boxes: readonly SceneBox[];
  selectedId: string | null;
  view: View;
  image: Size;
  screen: Size;
  /** `draw`: pressing anywhere begins a new box. */
  tool: 'select' | 'draw';
  /** Edges of the detector's boxes, which resizing snaps to. */
  snapTo: readonly Bbox[];
}

/** One pointer, in pixels of the editor. */
export interface Pointer extends Point {
  /** Space is held, or the middle button: moves the view. */
  pan: boolean;
  /** Alt is held: no snapping. */
  free: boolean;
}

export type Gesture =
  | { kind: 'idle' }
  | { kind: 'pan'; from: Point; view: View }
  | { kind: 'move'; id: string; from: Point; bbox: Bbox; moved: boolean }
  | { kind: 'resize'; id: string; handle: Handle; from: Point; bbox: Bbox; moved: boolean }
  | { kind: 'draw'; from: Point; bbox: Bbox | null };

/** What a step of the hand asks for. Left out: as it was. */
export interface Step {
  gesture: Gesture;
  selectedId?: string | null;
  view?: View;
  /** The box in hand as it is now; not yet an edit. */
  change?: SceneBox;
  /** An edit is complete. */
  edited?: SceneBox;
  /** A box was drawn. */
  drawn?: Bbox;
}

export const idle: Gesture = { kind: 'idle' };

/** Half of the 24 pixels within which a handle is caught. */
const handleReach = 12;
const snapReach = 6;
/** A hand trembles by this many screen pixels without meaning to drag. */
const slack = 3;

/** The box under a point: the chosen one first, then the smallest, since large ones lie around small ones. */
export function boxAt(scene: Scene, at: Point): SceneBox | null {
  const hit = scene.boxes.filter((box) => contains(box.bbox, at));
  return (
    hit.find((box) => box.id === scene.selectedId) ??
    hit.sort((a, b) => a.bbox[2] * a.bbox[3] - b.bbox[2] * b.bbox[3])[0] ??
    null
  );
}

const selectedHandle = (scene: Scene, at: Point) => {
  const selected = scene.boxes.find((box) => box.id === scene.selectedId);
  const handle = selected && handleAt(selected.bbox, at, handleReach / scene.view.scale);
  return selected && handle ? { box: selected, handle } : null;
};

export function press(scene: Scene, pointer: Pointer): Step {
  if (pointer.pan) return { gesture: { kind: 'pan', from: pointer, view: scene.view } };
  const at = toImage(scene.view, pointer);
  if (scene.tool === 'draw') return { gesture: { kind: 'draw', from: at, bbox: null }, selectedId: null };
  const held = selectedHandle(scene, at);
  if (held) {
    const { box, handle } = held;
    return { gesture: { kind: 'resize', id: box.id, handle, from: at, bbox: box.bbox, moved: false } };
  }
  const box = boxAt(scene, at);
  if (!box) return { gesture: { kind: 'draw', from: at, bbox: null }, selectedId: null };
  return { gesture: { kind: 'move', id: box.id, from: at, bbox: box.bbox, moved: false }, selectedId: box.id };
}

export function drag(gesture: Gesture, scene: Scene, pointer: Pointer): Step {
  if (gesture.kind === 'idle') return { gesture };
  if (gesture.kind === 'pan') {
    const view = {
      ...gesture.view,
      x: gesture.view.x + pointer.x - gesture.from.x,
      y: gesture.view.y + pointer.y - gesture.from.y,
    };
    return { gesture, view: clampView(view, scene.image, scene.screen) };
  }
  const at = toImage(scene.view, pointer);
  const dx = at.x - gesture.from.x;
  const dy = at.y - gesture.from.y;
  const far = Math.hypot(dx, dy) * scene.view.scale > slack;
  if (gesture.kind === 'draw') {
    return { gesture: { ...gesture, bbox: far ? bboxBetween(gesture.from, at, scene.image) : null } };
  }
  if (!gesture.moved && !far) return { gesture };
  const bbox = held(gesture, scene, dx, dy, pointer.free);
  return { gesture: { ...gesture, moved: true }, change: { id: gesture.id, bbox } };
}

function held(
  gesture: Gesture & { kind: 'move' | 'resize' },
  scene: Scene,
  dx: number,
  dy: number,
  free: boolean,
): Bbox {
  if (gesture.kind === 'move') return moveBbox(gesture.bbox, dx, dy, scene.image);
  const resized = resizeBbox(gesture.bbox, gesture.handle, dx, dy, scene.image);
  return free ? resized : snapBbox(resized, gesture.handle, scene.snapTo, snapReach / scene.view.scale, scene.image);
}

export function release(gesture: Gesture, scene: Scene): Step {
  if (gesture.kind === 'draw' && gesture.bbox) return { gesture: idle, drawn: gesture.bbox };
  if ((gesture.kind === 'move' || gesture.kind === 'resize') && gesture.moved) {
    const box = scene.boxes.find((candidate) => candidate.id === gesture.id);
    return box ? { gesture: idle, edited: { id: box.id, bbox: box.bbox } } : { gesture: idle };
  }
  return { gesture: idle };
}

/** Escape: the box goes back to where it was taken. */
export function cancel(gesture: Gesture): Step {
  if (gesture.kind === 'move' || gesture.kind === 'resize') {
    return { gesture: idle, change: { id: gesture.id, bbox: gesture.bbox } };
  }
  return { gesture: idle };
}

const handleCursors: Record<Handle, string> = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
};

/** The cursor that tells what pressing here would do. */
export function cursorAt(gesture: Gesture, scene: Scene, pointer: Pointer): string {
  if (gesture.kind === 'pan') return 'grabbing';
  if (gesture.kind === 'resize') return handleCursors[gesture.handle];
  if (gesture.kind === 'move') return 'move';
  if (pointer.pan) return 'grab';
  if (scene.tool === 'draw' || gesture.kind === 'draw') return 'crosshair';
  const at = toImage(scene.view, pointer);
  const handle = selectedHandle(scene, at);
  if (handle) return handleCursors[handle.handle];
  return boxAt(scene, at) ? 'move' : 'crosshair';
}
