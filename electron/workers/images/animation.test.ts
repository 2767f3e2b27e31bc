import { createRequire } from 'node:module';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../testing/temporary-folder';
import { drawAnimation, thinFrames } from './animation';

const context = () => ({ signal: new AbortController().signal, report: () => undefined });
const colors = ['#ff0000', '#00ff00', '#0000ff', '#ffff00'];

async function writeFrames(folder: string, side = 66): Promise<{ file: string; caption?: string }[]> {
  return Promise.all(
    colors.map(async (background, index) => {
      const file = join(folder, `${index}.png`);
      await sharp({ create: { width: side, height: side, channels: 3, background } })
        .png()
        .toFile(file);
      return { file, caption: `step ${index}` };
    }),
  );
}

const base = { frameMs: 100, holdMs: 900, thereAndBack: false };

test.each(['webp', 'gif'] as const)('a %s shows its pictures in order, enlarged by a whole factor', async (format) => {
  const folder = temporaryFolder();
  const frames = (await writeFrames(folder)).map(({ file }) => ({ file }));
  const file = join(folder, `out.${format}`);
  expect(await drawAnimation({ ...base, frames, format, file }, context())).toEqual({ frames: 4 });

  expect(await sharp(file, { animated: true }).metadata()).toMatchObject({
    format,
    pages: 4,
    width: 396,
    pageHeight: 396,
    delay: [100, 100, 100, 900],
    loop: 0,
  });
  for (const [page, color] of colors.entries()) {
    const { data } = await sharp(file, { page }).removeAlpha().raw().toBuffer({ resolveWithObject: true });
    const wanted = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));
    const middle = (198 * 396 + 198) * 3;
    for (const channel of [0, 1, 2]) expect(Math.abs(data[middle + channel]! - wanted[channel]!)).toBeLessThan(24);
  }
});

test('captions stand below the pictures', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'out.webp');
  await drawAnimation({ ...base, frames: await writeFrames(folder), format: 'webp', file }, context());
  const { pageHeight } = await sharp(file, { animated: true }).metadata();
  expect(pageHeight).toBe(396 + 40);
  const strip = await sharp(file, { page: 1 }).extract({ left: 0, top: 398, width: 396, height: 36 }).stats();
  expect(strip.channels[0]!.max).toBeGreaterThan(180);
  expect(strip.channels[0]!.min).toBeLessThan(40);
});

test('there and back passes each picture between the ends twice', async () => {
  const folder = temporaryFolder();
  const frames = (await writeFrames(folder)).map(({ file }) => ({ file }));
  const file = join(folder, 'out.gif');
  const params = { ...base, thereAndBack: true, frames, format: 'gif' as const, file };
  expect(await drawAnimation(params, context())).toEqual({ frames: 6 });
});

test('pictures of different sizes are refused, a stop leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const frames = (await writeFrames(folder)).map(({ file }) => ({ file }));
  const odd = join(folder, 'odd.png');
  await sharp({ create: { width: 20, height: 20, channels: 3, background: 'red' } })
    .png()
    .toFile(odd);
  const params = { ...base, format: 'webp' as const, file: join(folder, 'out.webp') };
  await expect(drawAnimation({ ...params, frames: [...frames, { file: odd }] }, context())).rejects.toMatchObject({
    code: 'invalid-params',
    message: expect.stringContaining(odd) as string,
  });
  const stop = new AbortController();
  const report = ({ done }: { done: number }) => done === 2 && stop.abort();
  await expect(drawAnimation({ ...params, frames }, { signal: stop.signal, report })).rejects.toMatchObject({
    code: 'aborted',
  });
  expect(readdirSync(folder).filter((name) => name.includes('out'))).toEqual([]);
});

test('too many frames are thinned evenly, and both ends stay', () => {
  const frames = Array.from({ length: 1000 }, (_, index) => index);
  const thinned = thinFrames(frames, 11);
  expect(thinned).toEqual([0, 100, 200, 300, 400, 500, 599, 699, 799, 899, 999]);
  expect(thinFrames([1, 2], 11)).toEqual([1, 2]);
});

test('the WebAssembly build of sharp, which Electron on Linux gets, can write both formats', async () => {
  // In a process of its own the package would be chosen by name; here its codecs are asked what they can do.
  const require = createRequire(__filename);
  const wasm = require('@img/sharp-wasm32/sharp.node') as { format(): Record<string, { output: { buffer: boolean } }> };
  const { webp, gif } = wasm.format();
  expect([webp?.output.buffer, gif?.output.buffer]).toEqual([true, true]);
});
