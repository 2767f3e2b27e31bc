import { ModelManifest } from '../contract/model-manifest';

/** The two detectors of ../shared/data/weights, as their SOURCE.md describes them. */

export const pilotManifest = ModelManifest.parse({
  name: 'garment-pilot',
  title: 'Garment pilot',
  version: '1',
  file: 'garment_pilot.onnx',
  licence: 'For tests; trained on Clothing Co-Parsing',
  input: {
    name: 'image',
    width: 320,
    height: 480,
    layout: 'nchw',
    channels: 'rgb',
    mean: [0, 0, 0],
    std: [1, 1, 1],
    scale: 255,
    fit: 'letterbox',
  },
  adapter: 'scores-boxes',
  outputs: { scores: 'scores', boxes: 'boxes' },
  categories: [
    { name: 'upper', maps: 'upper' },
    { name: 'lower', maps: 'lower' },
    { name: 'full', maps: 'full' },
  ],
  threshold: 0.35,
  nmsIou: 0.6,
});

export const fastestdetManifest = ModelManifest.parse({
  name: 'fastestdet',
  title: 'FastestDet',
  version: '50473cd',
  file: 'FastestDet.onnx',
  licence: 'BSD-3-Clause',
  input: {
    name: 'input.1',
    width: 352,
    height: 352,
    layout: 'nchw',
    channels: 'bgr',
    mean: [0, 0, 0],
    std: [1, 1, 1],
    scale: 1,
    fit: 'stretch',
  },
  adapter: 'fastestdet',
  outputs: { grid: '758' },
  // COCO's 80 categories; a person counts as an outfit.
  categories: Array.from({ length: 80 }, (_, index) =>
    index === 0 ? { name: 'person', maps: 'outfit' } : { name: `coco-${index + 1}`, maps: null },
  ),
  threshold: 0.5,
  nmsIou: 0.45,
});
