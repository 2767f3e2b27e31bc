import type { Light } from '../fabric';

export interface Scene {
  readonly svg: string;
  /** The colour a garment must stand out from. */
  readonly ground: string;
  readonly light: Light;
  /** 0 none to 1 a mirror: how much the floor reflects. */
  readonly gloss: number;
  readonly shadow: number;
  readonly name: string;
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** Where the floor begins. */
  readonly horizon: number;
  readonly ground: number;
  readonly x: number;
}
