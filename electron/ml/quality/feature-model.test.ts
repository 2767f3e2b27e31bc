import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { cutFeatureModel } from './feature-model';

const other = '../shared/data/weights/FastestDet.onnx';
const pilot = '../shared/data/weights/garment_pilot.onnx';

async function run(bytes: Uint8Array, pixels: Float32Array, shape: readonly number[]): Promise<Tensor> {
  const session = await InferenceSession.create(bytes, { logSeverityLevel: 3, intraOpNumThreads: 1 });
  const result = await session.run({ image: new Tensor('float32', pixels, shape) });
  await session.release();
  return result['features'] as Tensor;
}

/** Grey pictures with a bright rectangle each. */
function featuresOf(bytes: Uint8Array, side: number, count: number): Promise<Tensor> {
  const pixels = new Float32Array(count * 3 * side * side).fill(114);
  for (let picture = 0; picture < count; picture++)
    for (let at = 0; at < side * side; at++)
      if (at % side < side / 2 && at < (side * side) / (picture + 2)) pixels[picture * 3 * side * side + at] = 250;
  return run(bytes, pixels, [count, 3, side, side]);
}

describe.skipIf(!existsSync(pilot))(`a feature network out of ${pilot} (skipped when that file is absent)`, () => {
  test('the backbone’s last feature map is found by itself: EfficientNet-Lite0 has 320 channels', async () => {
    const model = await readFile(pilot);

    const cut = cutFeatureModel(model);

    expect(cut).toMatchObject({ tensor: 'conv2d_47', dimension: 320, inputName: 'image' });
    expect(cut.bytes.length).toBeLessThan(model.length);
  });

  test('it runs in ONNX Runtime on small pictures, several at a time, each for itself', async () => {
    const { bytes } = cutFeatureModel(await readFile(pilot));

    const three = await featuresOf(bytes, 64, 3);
    const one = await featuresOf(bytes, 64, 1);

    expect(three.dims).toEqual([3, 320]);
    const values = three.data as Float32Array;
    expect(values.every(Number.isFinite)).toBe(true);
    (one.data as Float32Array).forEach((value, channel) => expect(values[channel]).toBeCloseTo(value, 3));
    // Another square, other features.
    const distance = Math.hypot(...values.subarray(0, 320).map((v, i) => v - (values[320 + i] as number)));
    expect(distance).toBeGreaterThan(0.01 * Math.hypot(...values.subarray(0, 320)));
  });

  test('its features are the whole network’s', async () => {
    // Made in Python with onnx and ONNX Runtime: the network with conv2d_47 as one more output, averaged over both sides.
    const golden = [9.482802, 1.9289675, 3.2226505, -4.0930953];
    const { bytes } = cutFeatureModel(await readFile(pilot));
    const pixels = new Float32Array(3 * 480 * 320);
    for (let at = 0; at < pixels.length; at++) {
      const [channel, y, x] = [Math.floor(at / (480 * 320)), Math.floor(at / 320) % 480, at % 320];
      pixels[at] = (x * 3 + y * 5 + channel * 40) % 256;
    }

    const features = await run(bytes, pixels, [1, 3, 480, 320]);

    golden.forEach((value, channel) => expect(features.data[channel]).toBeCloseTo(value, 3));
  });

  test('a tensor can be named', async () => {
    const cut = cutFeatureModel(await readFile(pilot), 'add_38');

    expect(cut.dimension).toBe(112);
    expect((await featuresOf(cut.bytes, 64, 2)).dims).toEqual([2, 112]);
  });

  test('a tensor that does not exist and one that is too wide are refused by name', async () => {
    const model = await readFile(pilot);

    expect(() => cutFeatureModel(model, 'nowhere')).toThrow(/no tensor nowhere/);
    expect(() => cutFeatureModel(model, 'hardtanh_31')).toThrow(/hardtanh_31 has 1152 channels/);
  });
});

test.skipIf(!existsSync(other))(
  `a network that shuffles its channels is refused (skipped without ${other})`,
  async () => {
    const model = await readFile(other);

    expect(() => cutFeatureModel(model)).toThrow(/channels of .* cannot be told/);
  },
);

test('of the bundled detector, the mean of several networks that see the picture at several sizes, one network is cut out', async () => {
  const model = await readFile('resources/models/garment.onnx');

  const { bytes, dimension } = cutFeatureModel(model);

  expect(dimension).toBe(320);
  expect(bytes.length).toBeLessThan(model.length / 2);
  const features = await featuresOf(bytes, 64, 2);
  expect(features.dims).toEqual([2, 320]);
  expect((features.data as Float32Array).every(Number.isFinite)).toBe(true);
});

test('bytes that are no model are refused', () => {
  for (const bytes of [new Uint8Array(0), new TextEncoder().encode('GIF89a, and more of the kind'), new Uint8Array(99)])
    expect(() => cutFeatureModel(bytes)).toThrow(expect.objectContaining({ code: 'model-invalid' }));
});
