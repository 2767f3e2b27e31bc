import { expect, test } from 'vitest';
import type { DeviceRecord, TriedPlacement } from '../contract/devices';
import { say, sayInEnglish } from '../contract/said';
import { trainConfig } from '../ml/gan/presets';
import { flopPerPicture, workloadOf } from '../ml/gan/step-cost';
import { choosePlacement } from './choose-placement';

const config = trainConfig('better');
const works = (engine: 'onnx' | 'tensorflow', device: 'cpu' | 'webgpu' | 'cuda', speed: number): TriedPlacement => ({
  engine,
  device,
  ok: true,
  imagesPerSecond: speed,
  memoryMiB: 1000,
  detail: `${speed} images/s`,
});
const fails = (device: 'webgpu' | 'cuda', detail: string): TriedPlacement => ({
  engine: 'onnx',
  device,
  ok: false,
  imagesPerSecond: null,
  memoryMiB: null,
  detail,
});
const recordOf = (placements: TriedPlacement[], measured = config): DeviceRecord => ({
  machine: 'this one',
  workload: workloadOf(measured),
  flopPerPicture: flopPerPicture(measured),
  measuredAt: '2026-11-24T12:00:00.000Z',
  placements,
});

test('the fastest that works is taken, and everybody else hears why not', () => {
  const placements = [
    works('onnx', 'cpu', 186),
    fails('webgpu', 'no graphics adapter was found'),
    works('onnx', 'cuda', 2400),
    works('tensorflow', 'cpu', 72.4),
  ];

  const { placement, reason, imagesPerSecond, measured } = choosePlacement(config, [recordOf(placements)], 2);

  expect({ ...placement, imagesPerSecond, measured }).toEqual({
    engine: 'onnx',
    device: 'cuda',
    imagesPerSecond: 2400,
    measured: true,
  });
  expect(sayInEnglish(reason)).toBe(
    'Fastest here: the graphics card (CUDA), 2400 images/s. Slower: the processor, 186 images/s against 2400. ' +
      'Not the graphics card (WebGPU): no graphics adapter was found. ' +
      'Slower: TensorFlow (processor), 72 images/s against 2400.',
  );
});

test('a slow emulation of a graphics card loses by being slow', () => {
  const placements = [works('onnx', 'cpu', 186), works('onnx', 'webgpu', 2.1)];

  const { placement, reason } = choosePlacement(config, [recordOf(placements)], 2);

  expect(placement.device).toBe('cpu');
  expect(sayInEnglish(reason)).toContain('Slower: the graphics card (WebGPU), 2.1 images/s against 186');
});

test('what the settings ask for limits the choice, and is not argued with', () => {
  const placements = [works('onnx', 'cpu', 186), works('onnx', 'cuda', 2400), works('tensorflow', 'cpu', 72)];
  const choose = (wanted: Partial<typeof config>) =>
    choosePlacement({ ...config, ...wanted }, [recordOf(placements)], 2);

  expect(choose({ engine: 'tensorflow' }).placement).toEqual({ engine: 'tensorflow', device: 'cpu' });
  expect(choose({ device: 'cpu' }).placement).toEqual({ engine: 'onnx', device: 'cpu' });
  expect(choose({ engine: 'onnx', device: 'webgpu' })).toMatchObject({
    placement: { engine: 'onnx', device: 'webgpu' },
    reason: say('reason.asked'),
  });
});

test("another size's measurement gives an estimate by the arithmetic of a picture, and says that it is one", () => {
  const narrow = trainConfig('better', { generatorWidth: 32, discriminatorWidth: 32 });
  const { imagesPerSecond, measured, reason } = choosePlacement(
    config,
    [recordOf([works('onnx', 'cpu', 600)], narrow)],
    2,
  );

  expect(measured).toBe(false);
  expect(imagesPerSecond).toBeCloseTo((600 * flopPerPicture(narrow)) / flopPerPicture(config), 6);
  expect(sayInEnglish(reason)).toContain('by a training of another size');
});

test('on a machine that was never measured the processor trains, at a cautious guess', () => {
  const { placement, measured, alternatives, imagesPerSecond } = choosePlacement(config, [], 2);

  expect({ placement, measured, alternatives }).toEqual({
    placement: { engine: 'onnx', device: 'cpu' },
    measured: false,
    alternatives: [],
  });
  expect(imagesPerSecond).toBeGreaterThan(30);
  expect(imagesPerSecond).toBeLessThan(300);
});
