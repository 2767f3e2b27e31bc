import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ModelManifest } from '../../contract/model-manifest';
import { tinyManifest, writeTinyDetector } from '../../testing/tiny-detector';
import { DetectorModel } from './detector-model';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detector-model-'));
  await writeTinyDetector(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const load = (changes: Partial<ModelManifest> = {}, device = 'auto') =>
  DetectorModel.load({ folder, manifest: { ...tinyManifest, ...changes }, device, threads: 1 });
const input = (changes: Partial<ModelManifest['input']>) => ({ input: { ...tinyManifest.input, ...changes } });

test('a model that fits its manifest runs, on the processor unless another device is asked for', async () => {
  const model = await load();
  expect(model.device).toBe('cpu');
  const red = Uint8Array.from({ length: 32 * 32 * 3 }, (_, index) => (index % 3 === 0 ? 255 : 0));
  expect(await model.infer(red, 0.5)).toHaveLength(4);
  await model.release();
});

test('the content hash of the manifest is checked when there is one', async () => {
  const sha256 = createHash('sha256')
    .update(await readFile(join(folder, 'tiny.onnx')))
    .digest('hex');
  await (await load({ sha256 })).release();
  await expect(load({ sha256: '0'.repeat(64) })).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringMatching(new RegExp(`tiny.onnx is not the file .* SHA-256 is ${sha256}`)),
  });
});

test('a file that is not there is model-missing and named', async () => {
  await expect(load({ file: 'gone.onnx' })).rejects.toMatchObject({
    code: 'model-missing',
    message: expect.stringContaining(join(folder, 'gone.onnx')),
  });
});

test.each([
  ['empty.onnx', ''],
  ['photo.onnx', '\u00ff\u00d8\u00ff not a model'],
])('%s is no model', async (file, content) => {
  await writeFile(join(folder, file), content);
  await expect(load({ file })).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining(`${file} `),
  });
});

test('half a model is no model', async () => {
  const bytes = await readFile(join(folder, 'tiny.onnx'));
  await writeFile(join(folder, 'half.onnx'), bytes.subarray(0, bytes.length / 2));
  await expect(load({ file: 'half.onnx' })).rejects.toMatchObject({ code: 'model-invalid' });
});

const twoCategories = tinyManifest.categories.slice(0, 2);
test.each<[string, Partial<ModelManifest>]>([
  ['its input is called "picture", the manifest says "image"', input({ name: 'image' })],
  ['has the shape [1, 3, 32, 32], the manifest says [1, 3, 32, 64] (nchw)', input({ width: 64 })],
  ['has the shape [1, 3, 32, 32], the manifest says [1, 32, 32, 3] (nhwc)', input({ layout: 'nhwc' })],
  ['it has no output "boxes", only "colours", "quarters"', { outputs: { scores: 'colours', boxes: 'boxes' } }],
  ['the manifest does not say which output is "boxes"', { outputs: { scores: 'colours' } }],
  ['its scores are for 3 categories, the manifest names 2', { categories: twoCategories }],
  ['its boxes have the shape [1, 4, 3]', { outputs: { scores: 'colours', boxes: 'colours' } }],
  ['its grid has the shape [1, 4, 3]', { adapter: 'fastestdet', outputs: { grid: 'colours' } }],
])('what does not fit is said: %s', async (mismatch, changes) => {
  await expect(load(changes)).rejects.toMatchObject({
    code: 'model-invalid',
    message: expect.stringContaining(mismatch),
  });
});

test('a device that is not here, or does not exist, is device-unavailable', async () => {
  // DirectML is on Windows alone, CoreML on macOS alone.
  const elsewhere = process.platform === 'win32' ? 'coreml' : 'dml';
  await expect(load({}, elsewhere)).rejects.toMatchObject({
    code: 'device-unavailable',
    message: expect.stringContaining(`cannot run on ${elsewhere} here`),
  });
  await expect(load({}, 'abacus')).rejects.toMatchObject({ code: 'device-unavailable' });
});

test('a broken model is not blamed on the device', async () => {
  await writeFile(join(folder, 'broken.onnx'), 'broken');
  const elsewhere = process.platform === 'win32' ? 'coreml' : 'dml';
  await expect(load({ file: 'broken.onnx' }, elsewhere)).rejects.toMatchObject({ code: 'model-invalid' });
});
