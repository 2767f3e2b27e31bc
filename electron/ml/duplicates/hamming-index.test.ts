import { expect, test } from 'vitest';
import { Random } from '../rng';
import { HammingIndex } from './hamming-index';

const bits = (value: number) => [...(value >>> 0).toString(2)].filter((bit) => bit === '1').length;

test('every hash within the radius is found, and none beyond it, as by comparing with all', () => {
  const random = Random.fromSeed(5);
  const half = () => Math.floor(random.uniform() * 2 ** 32) >>> 0;
  const hashes: [number, number][] = Array.from({ length: 3000 }, () => [half(), half()]);
  // Copies with 0 to 16 bits changed, so that every distance is there.
  for (let copy = 0; copy < 2000; copy++) {
    let [high, low] = hashes[copy % 50] as [number, number];
    for (let change = 0; change < copy % 17; change++) {
      const bit = Math.floor(random.uniform() * 64);
      if (bit < 32) high = (high ^ (1 << bit)) >>> 0;
      else low = (low ^ (1 << (bit - 32))) >>> 0;
    }
    hashes.push([high, low]);
  }
  const index = new HammingIndex(11);
  hashes.forEach(([high, low], row) => expect(index.add(high, low)).toBe(row));
  for (const [high, low] of hashes.slice(0, 60)) {
    const expected = hashes.flatMap((other, row) => (bits(other[0] ^ high) + bits(other[1] ^ low) <= 11 ? [row] : []));
    expect(index.near(high, low)).toEqual(expected);
  }
});
