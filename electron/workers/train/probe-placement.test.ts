import { expect, test } from 'vitest';
import { smallConfig } from '../../testing/small-training';
import { probePlacement } from './probe-placement';

const config = smallConfig({}, 'better');

test("the processor's steps of the run's own size are timed, and told with what they computed", async () => {
  const { values, imagesPerSecond, memoryMiB } = await probePlacement({ engine: 'onnx', device: 'cpu' }, config);

  expect(Object.keys(values)).toEqual(['lossD', 'lossG', 'dReal', 'dFake', 'dFakeAfter']);
  expect(values.lossD).toBeGreaterThan(0.5);
  expect(imagesPerSecond).toBeGreaterThan(0);
  expect(memoryMiB).toBeGreaterThan(50);
});

test('the same run computes the same in another form, so that devices can be compared', async () => {
  const fast = await probePlacement({ engine: 'onnx', device: 'cpu' }, config);
  const plain = await probePlacement({ engine: 'onnx', device: 'cpu' }, { ...config, form: 'im2col' });

  expect(fast.values.lossD / plain.values.lossD).toBeCloseTo(1, 3);
  expect(fast.values.lossG / plain.values.lossG).toBeCloseTo(1, 3);
});

test('a device that is not there is refused with its name', async () => {
  const device = process.platform === 'darwin' ? 'dml' : 'coreml';

  await expect(probePlacement({ engine: 'onnx', device }, config)).rejects.toMatchObject({
    code: 'device-unavailable',
    message: expect.stringContaining(device),
  });
});
