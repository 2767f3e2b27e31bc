import type { Fabric, Light, Sheet } from '../fabric';
import type { Figure, Side } from '../figure';
import type { Bounds } from '../geometry';
import type { Random } from '../random';

/** What drawing a garment needs to know. */
export interface Tailor {
  readonly sheet: Sheet;
  readonly figure: Figure;
  readonly light: Light;
  readonly random: Random;
}

/** A drawn piece and the bounds of its true outline. */
export interface Piece {
  readonly svg: string;
  readonly bounds: Bounds;
}

export const bothSides: readonly Side[] = ['left', 'right'];
export const signOf = (side: Side) => (side === 'left' ? -1 : 1);
/** Where the waist is on the torso; see torsoAt. */
export const waist = 0.64;

/** How deep a fabric falls into folds. */
export const foldsOf = (fabric: Fabric) =>
  fabric.finish === 'satin' ? 1.5 : fabric.finish === 'leather' ? 1.2 : fabric.finish === 'knit' ? 0.7 : 1;
