import { StudioError } from '../../../contract/errors';
import { say, type Said } from '../../../contract/said';
import type { ModelManifest } from '../../../contract/model-manifest';
import type { Bbox } from '../../../contract/words';

/** A tensor that came out of a detector. */
export interface OutputTensor {
  type: string;
  dims: readonly number[];
  data: Float32Array;
}

/** The outputs by their role, e.g. `scores`, whatever the model calls them. */
export type Outputs = Record<string, OutputTensor>;

/** One box as the model gives it. */
export interface Candidate {
  /** Index into the manifest's categories. */
  category: number;
  /** 0 to 1. */
  score: number;
  /** In pixels of the model's input. */
  bbox: Bbox;
}

/** Knows how one family of detectors writes its boxes. */
export interface Adapter {
  /** The outputs that it reads: the keys of the manifest's `outputs`. */
  roles: readonly string[];
  /** @returns what is wrong with the outputs' shapes, as half a sentence; null when they fit */
  findMismatch(outputs: Outputs, manifest: ModelManifest): Said | null;
  /**
   * The boxes of categories that this product has a use for, in any order.
   *
   * @throws {StudioError} `model-invalid` when a score is not between 0 and 1
   */
  read(outputs: Outputs, manifest: ModelManifest, minimumScore: number): Candidate[];
}

/** Rounding may leave a score a little outside; logits and percentages are another matter. */
const tolerance = 1e-3;

/** @throws {StudioError} `model-invalid` */
export function checkScore(score: number, manifest: ModelManifest): number {
  if (score >= -tolerance && score <= 1 + tolerance) return Math.min(1, Math.max(0, score));
  throw new StudioError('model-invalid', say('detector.score', { file: manifest.file, score: String(score) }));
}

export function describeShape(dims: readonly (number | string)[]): string {
  return `[${dims.join(', ')}]`;
}
