import { say } from '../../../contract/said';
import { checkScore, describeShape, type Adapter, type Candidate } from './adapter';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/**
 * FastestDet (github.com/dog-qiuqiu/FastestDet, README and example/onnx-runtime): one output `grid`
 * [1, 5 + categories, rows, columns]. Each cell holds: is there an object, 0 to 1; offset of its centre from the cell's
 * corner in cells, before tanh; its width and height as a share of the picture, before the sigmoid; then the categories,
 * 0 to 1. The score is object^0.6 * best category^0.4.
 */
export const fastestdet: Adapter = {
  roles: ['grid'],

  findMismatch({ grid }, manifest) {
    const channels = 5 + manifest.categories.length;
    if (grid!.dims.length === 4 && grid!.dims[0] === 1 && grid!.dims[1] === channels) return null;
    return say('mismatch.grid', {
      found: describeShape(grid!.dims),
      expected: `[1, ${channels}, rows, columns]`,
    });
  },

  read({ grid }, manifest, minimumScore) {
    const rows = grid!.dims[2]!;
    const columns = grid!.dims[3]!;
    const cells = rows * columns;
    const data = grid!.data;
    const { width: inputWidth, height: inputHeight } = manifest.input;
    const candidates: Candidate[] = [];
    for (let cell = 0; cell < cells; cell++) {
      const channel = (index: number) => data[index * cells + cell]!;
      const object = checkScore(channel(0), manifest);
      if (object ** 0.6 < minimumScore) continue;
      let category = 0;
      for (let other = 1; other < manifest.categories.length; other++)
        if (channel(5 + other) > channel(5 + category)) category = other;
      if (manifest.categories[category]!.maps === null) continue;
      const score = object ** 0.6 * checkScore(channel(5 + category), manifest) ** 0.4;
      if (score < minimumScore) continue;

      const centreX = (((cell % columns) + Math.tanh(channel(1))) / columns) * inputWidth;
      const centreY = ((Math.floor(cell / columns) + Math.tanh(channel(2))) / rows) * inputHeight;
      const width = sigmoid(channel(3)) * inputWidth;
      const height = sigmoid(channel(4)) * inputHeight;
      candidates.push({ category, score, bbox: [centreX - width / 2, centreY - height / 2, width, height] });
    }
    return candidates;
  },
};
