import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readDetectorInput } from '../../storage/detector-input';
import { tinyManifest, writeTinyDetector } from '../../testing/tiny-detector';
import { Detector } from './detector';

let folder: string;
let detector: Detector;
const never = new AbortController().signal;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'detector-'));
  await writeTinyDetector(folder);
  detector = await loaded(new Detector());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function loaded(fresh: Detector, manifest = tinyManifest): Promise<Detector> {
  await fresh.load({ folder, manifest, device: 'cpu', threads: 1 });
  return fresh;
}

/** A black picture with a coloured quarter at the top right. */
async function picture(name: string, width: number, height: number, colour: string, orientation?: number) {
  const path = join(folder, name);
  const quarter = { width: width / 2, height: height / 2, channels: 3 as const, background: colour };
  const image = sharp({ create: { width, height, channels: 3, background: '#000' } }).composite([
    { input: { create: quarter }, left: width / 2, top: 0 },
  ]);
  await (orientation ? image.withMetadata({ orientation }) : image).toFile(path);
  return path;
}

const detect = (path: string, minScore = 0.5, signal = never) =>
  detector.detect({ path, minScore, pixelLimit: 1e8 }, signal);

test('a coloured quarter is one garment at its place in the photo, and an outfit', async () => {
  // Resizing blends the quarter's edges a little, so it is not quite all red.
  const score = expect.closeTo(0.99, 2) as number;
  expect(await detect(await picture('red.png', 640, 640, '#ff0000'))).toEqual([
    { category: 'upper', score, bbox: [320, 0, 320, 320], derived: false },
    { category: 'outfit', score, bbox: [320, 0, 320, 320], derived: true },
  ]);
  expect((await detect(await picture('blue.png', 64, 64, '#0000ff')))[0]).toMatchObject({ category: 'full' });
});

test('boxes of a narrow photo are counted without the borders of the input', async () => {
  // 300 x 600 becomes 16 x 32 in the middle: the quarter of the input at its top right is half in the border.
  const [box] = await detect(await picture('narrow.png', 300, 600, '#00ff00'), 0.2);
  expect(box).toMatchObject({ category: 'lower', bbox: [150, 0, 150, 300] });
  expect(box!.score).toBeCloseTo(0.5, 1);
});

test('boxes of a photo that lies on its side are in upright pixels', async () => {
  // Orientation 6 turns the file's top right to the bottom right.
  const [box] = await detect(await picture('turned.jpg', 400, 400, '#ff0000', 6));
  expect(box).toMatchObject({ category: 'upper', bbox: [200, 200, 200, 200] });
});

test('a box is proposed at the score asked for and not below', async () => {
  const path = await picture('dim.png', 32, 32, '#990000');
  expect(await detect(path, 0.61)).toEqual([]);
  expect(await detect(path, 0.59)).toHaveLength(2);
});

test('damaged files fail by name and the next photo is detected all the same', async () => {
  const whole = await readFile(await picture('whole.jpg', 640, 640, '#ff0000'));
  const broken = join(folder, 'broken.jpg');
  await writeFile(broken, whole.subarray(0, whole.length / 2));
  const results = await Promise.allSettled([
    detect(broken),
    detect(join(folder, 'whole.jpg')),
    detect(join(folder, 'gone.jpg')),
    detect(join(folder, 'whole.jpg')),
  ]);
  expect(results.map((result) => (result.status === 'rejected' ? result.reason : result.value.length))).toEqual([
    expect.objectContaining({ code: 'image-unreadable', message: expect.stringContaining(broken) }),
    2,
    expect.objectContaining({ code: 'image-missing' }),
    2,
  ]);
});

test('the next photos are being decoded before the first one is answered', async () => {
  const path = await picture('ahead.png', 64, 64, '#ff0000');
  const events: string[] = [];
  const ahead = await loaded(
    new Detector((...args) => {
      events.push('decode');
      return readDetectorInput(...args);
    }),
  );
  const once = async () => {
    await ahead.detect({ path, minScore: 0.5, pixelLimit: 1e8 }, never);
    events.push('answer');
  };
  await Promise.all([once(), once(), once(), once()]);
  expect(events.slice(0, 4)).toEqual(Array(4).fill('decode'));
  expect(events.filter((event) => event === 'answer')).toHaveLength(4);
});

test('a photo whose detection was stopped while it waited is not inferred', async () => {
  const stop = new AbortController();
  const running = detect(await picture('stopped.png', 64, 64, '#ff0000'), 0.5, stop.signal);
  stop.abort();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  expect(await detect(join(folder, 'stopped.png'))).toHaveLength(2);
});

test('without a model there is nothing to detect with', async () => {
  const path = join(folder, 'red.png');
  await expect(new Detector().detect({ path, minScore: 0.5, pixelLimit: 1e8 }, never)).rejects.toMatchObject({
    code: 'model-missing',
  });
});

test('another model may be loaded while photos are under way; each is seen by the one it began with', async () => {
  const path = await picture('change.png', 64, 64, '#ff0000');
  const changing = await loaded(new Detector());
  const before = Array.from({ length: 4 }, () => changing.detect({ path, minScore: 0.5, pixelLimit: 1e8 }, never));
  const swapped = { ...tinyManifest, input: { ...tinyManifest.input, channels: 'bgr' as const } };
  await loaded(changing, swapped);
  const after = await changing.detect({ path, minScore: 0.5, pixelLimit: 1e8 }, never);
  expect((await Promise.all(before)).map(([box]) => box!.category)).toEqual(Array(4).fill('upper'));
  expect(after[0]).toMatchObject({ category: 'full' });
});

test('a model that does not load leaves the one before it in place', async () => {
  await expect(loaded(detector, { ...tinyManifest, file: 'gone.onnx' })).rejects.toMatchObject({
    code: 'model-missing',
  });
  expect(await detect(await picture('still.png', 64, 64, '#ff0000'))).toHaveLength(2);
});
