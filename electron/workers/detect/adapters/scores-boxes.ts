import { say } from '../../../contract/said';
import { checkScore, describeShape, type Adapter, type Candidate } from './adapter';

/**
 * Two outputs: `scores` [1, places, categories], 0 to 1, and `boxes` with the corners left, top, right, bottom in pixels
 * of the input, either [1, places, 4] for all categories of a place or [1, places, categories, 4].
 */
export const scoresBoxes: Adapter = {
  roles: ['scores', 'boxes'],

  findMismatch({ scores, boxes }, manifest) {
    const [batch, places, categories] = scores!.dims;
    if (scores!.dims.length !== 3 || batch !== 1)
      return say('mismatch.scores', {
        found: describeShape(scores!.dims),
        expected: `[1, places, ${manifest.categories.length}]`,
      });
    if (categories !== manifest.categories.length)
      return say('mismatch.categories', { found: categories!, expected: manifest.categories.length });
    const shape = describeShape(boxes!.dims);
    if (shape === describeShape([1, places!, 4]) || shape === describeShape([1, places!, categories, 4])) return null;
    return say('mismatch.boxes', { found: shape, one: `[1, ${places}, 4]`, other: `[1, ${places}, ${categories}, 4]` });
  },

  read({ scores, boxes }, manifest, minimumScore) {
    const places = scores!.dims[1]!;
    const count = manifest.categories.length;
    const ownBoxes = boxes!.dims.length === 4;
    const candidates: Candidate[] = [];
    for (let place = 0; place < places; place++) {
      for (let category = 0; category < count; category++) {
        if (manifest.categories[category]!.maps === null) continue;
        const index = place * count + category;
        const score = checkScore(scores!.data[index]!, manifest);
        if (score < minimumScore) continue;
        const at = 4 * (ownBoxes ? index : place);
        const [left, top, right, bottom] = boxes!.data.subarray(at, at + 4) as unknown as [
          number,
          number,
          number,
          number,
        ];
        candidates.push({ category, score, bbox: [left, top, right - left, bottom - top] });
      }
    }
    return candidates;
  },
};
