import type { QualityPoint } from '../contract/quality';

/** A measured checkpoint, with nothing remarkable about it but its distance. */
export const qualityPoint = (step: number, frechet: number, changes: Partial<QualityPoint> = {}): QualityPoint => ({
  step,
  count: 512,
  frechet,
  floor: 0.1,
  kernel: frechet,
  kernelError: 0.01,
  precision: 0.4,
  recall: 0.2,
  closeShare: 0.04,
  copyingScore: 0.3,
  costMs: 5000,
  ...changes,
});
