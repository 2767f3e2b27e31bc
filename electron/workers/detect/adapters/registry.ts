import type { ModelManifest } from '../../../contract/model-manifest';
import type { Adapter } from './adapter';
import { fastestdet } from './fastestdet';
import { scoresBoxes } from './scores-boxes';

/** Every way of reading a detector's outputs, by the name that a manifest uses. */
export const adapters: Record<ModelManifest['adapter'], Adapter> = {
  'scores-boxes': scoresBoxes,
  fastestdet,
};
