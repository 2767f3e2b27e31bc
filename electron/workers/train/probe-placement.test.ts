import { expect, test } from 'vitest';
import { inEnglish } from '../../contract/said';
import type { TrainConfig } from '../../contract/training';
import { smallConfig } from '../../testing/small-training';
import { probePlacement } from './probe-placement';

const config = smallConfig({}, 'better');

async function onProcessor(wanted: TrainConfig) {
  const probe = await probePlacement({ engine: 'onnx', device: 'cpu' }, wanted);
  if ('why' in probe) throw new Error(inEnglish(probe.why));
  return probe;
}

test("the processor's steps of the run's own size are timed, and told with what they computed", async () => {
  const { values, imagesPerSecond, memoryMiB, processorShare } = await onProcessor(config);

  expect(Object.keys(values)).toEqual(['lossD', 'lossG', 'dReal', 'dFake', 'dFakeAfter']);
  expect(values.lossD).toBeGreaterThan(0.5);
  expect(imagesPerSecond).toBeGreaterThan(0);
  expect(memoryMiB).toBeGreaterThan(50);
  expect(processorShare).toBeGreaterThan(0);
});

test('the same run computes the same in another form, so that devices can be compared', async () => {
  const fast = await onProcessor(config);
  const plain = await onProcessor({ ...config, form: 'im2col' });

  expect(fast.values.lossD / plain.values.lossD).toBeCloseTo(1, 3);
  expect(fast.values.lossG / plain.values.lossG).toBeCloseTo(1, 3);
});

test('a device that is not there is an answer with a short reason, not an error', async () => {
  const device = process.platform === 'darwin' ? 'dml' : 'coreml';

  const probe = await probePlacement({ engine: 'onnx', device }, config);

  expect('why' in probe && inEnglish(probe.why)).toMatch(/^[^.\n]{10,120}$/);
});
