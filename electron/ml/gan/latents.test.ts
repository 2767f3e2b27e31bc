import { expect, test } from 'vitest';
import { parseRecipe } from '../../contract/latent-recipe';
import { Random } from '../rng';
import { LatentDrawer, blendLatents, varyLatent } from './latents';

const latentDim = 100;
const draw = (recipe: string, truncation: number | null = null) =>
  new LatentDrawer(latentDim, truncation).latentOf(parseRecipe(recipe));
const lengthOf = (vector: Float32Array) => Math.hypot(...vector);
const cosineOf = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, at) => sum + value * b[at]!, 0) / (lengthOf(a) * lengthOf(b));

test('a look of a seed is the same alone, in a row and asked for backwards', () => {
  const drawer = new LatentDrawer(latentDim);
  const row = drawer.latentsOf(['5#0', '5#1', '5#2', '8#1', '5#3'].map(parseRecipe));
  expect(row.subarray(200, 300)).toEqual(draw('5#2'));
  expect(row.subarray(300, 400)).toEqual(draw('8#1'));
  expect(drawer.latentOf(parseRecipe('5#1'))).toEqual(draw('5#1'));
  expect(draw('5#1')).not.toEqual(draw('5#2'));
  // As the command line has always drawn them: one vector after the other.
  const random = Random.fromSeed(5);
  random.normals(latentDim);
  expect(draw('5#1')).toEqual(random.normals(latentDim));
});

test('truncation draws again what is too far out, and leaves everything else alone', () => {
  const [whole, cut] = [draw('5#4'), draw('5#4', 1)];
  let redrawn = 0;
  for (const [at, value] of whole.entries()) {
    expect(Math.abs(cut[at]!)).toBeLessThanOrEqual(1);
    if (Math.abs(value) <= 1) expect(cut[at]).toBe(value);
    else redrawn += 1;
  }
  expect(redrawn).toBeGreaterThan(15);
  // Drawn again, not clamped: hardly two of them are equal.
  expect(new Set(cut).size).toBeGreaterThan(latentDim - 3);
  expect(draw('5#4', 1)).toEqual(cut);
});

test('a blend keeps to the lengths of its parents and turns evenly from one to the other', () => {
  const [from, to] = [draw('1#0'), draw('1#1')];
  expect(draw('mix(1#0,1#1,0)')).toEqual(from);
  expect(draw('mix(1#0,1#1,1)')).toEqual(to);
  const angle = Math.acos(cosineOf(from, to));
  for (const weight of [0.2, 0.5, 0.8]) {
    const between = draw(`mix(1#0,1#1,${weight})`);
    expect(lengthOf(between)).toBeCloseTo(lengthOf(from) * (1 - weight) + lengthOf(to) * weight, 3);
    expect(Math.acos(cosineOf(from, between))).toBeCloseTo(angle * weight, 3);
  }
});

test('a blend of equal, opposite or empty vectors is finite', () => {
  const one = draw('1#0');
  const opposite = one.map((value) => -value);
  for (const other of [one, opposite, new Float32Array(latentDim)])
    expect(blendLatents(one, other, 0.5).every(Number.isFinite)).toBe(true);
  expect(cosineOf(blendLatents(one, one, 0.5), one)).toBeCloseTo(1, 5);
});

test('a variation stays near at a small strength, far at a large one, and remains a normal vector', () => {
  const base = draw('1#0');
  expect(draw('vary(1#0,7,0)')).toEqual(base);
  expect(cosineOf(base, draw('vary(1#0,7,0.2)'))).toBeGreaterThan(0.85);
  expect(Math.abs(cosineOf(base, draw('vary(1#0,7,1)')))).toBeLessThan(0.35);
  expect(draw('vary(1#0,7,0.2)')).not.toEqual(draw('vary(1#0,8,0.2)'));
  const many = Array.from({ length: 200 }, (_, seed) => draw(`vary(1#${seed},${seed},0.6)`));
  const variance = many.reduce((sum, latent) => sum + lengthOf(latent) ** 2, 0) / (200 * latentDim);
  expect(variance).toBeGreaterThan(0.95);
  expect(variance).toBeLessThan(1.05);
  expect(varyLatent(base, base, 0)).toEqual(base);
});

test('bred looks of bred looks come out the same every time', () => {
  const recipe = 'vary(mix(vary(3#1,4,0.3),9#0,0.4),77,0.15)';
  expect(draw(recipe)).toEqual(draw(recipe));
  expect(draw(recipe, 0.8)).not.toEqual(draw(recipe));
});
