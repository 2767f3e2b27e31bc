import { expect, test } from 'vitest';
import { scriptedPlan } from '../../testing/scripted-plan';
import { differences } from './differences';

const config = (preset: 'article' | 'better', overrides = {}) => scriptedPlan(preset, overrides, true).config;

test('only what differs is listed, as it stands in the fields', () => {
  const found = differences([config('better'), config('article', { learningRate: 0.0001 })]);

  expect(found).toContainEqual({ name: 'preset', values: ['better', 'article'] });
  expect(found).toContainEqual({ name: 'learningRate', values: ['0.0002', '0.0001'] });
  expect(found).toContainEqual({ name: 'augment', values: [expect.stringContaining('color'), 'none'] });
  expect(found.map(({ name }) => name)).not.toContain('batch');
});

test('equal settings have no differences', () => {
  expect(differences([config('better'), config('better')])).toEqual([]);
});
