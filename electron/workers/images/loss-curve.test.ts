import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { drawLossCurve, lossCurveSvg, parseLosses, roundTicks, smooth } from './loss-curve';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'curve-'));
});
afterEach(() => rm(folder, { recursive: true }));

const line = (step: number, lossD = 1, lossG = 2) => JSON.stringify({ step, lossD, lossG, dReal: 0.5 });

test('a line cut by a crash is passed over and a step written twice counts once, as written last', () => {
  expect(parseLosses([line(1), line(2), line(3, 9, 9), line(3, 4, 5), '{"step":4,"los'].join('\n'))).toEqual([
    { step: 1, lossD: 1, lossG: 2 },
    { step: 2, lossD: 1, lossG: 2 },
    { step: 3, lossD: 4, lossG: 5 },
  ]);
});

test('ticks are round numbers that enclose the values', () => {
  expect(roundTicks(0, 9.3, 5)).toEqual([0, 2, 4, 6, 8, 10]);
  expect(roundTicks(0, 200, 6)).toEqual([0, 50, 100, 150, 200]);
  expect(roundTicks(0, 0.7, 5)).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
});

test('the smoothed line starts at the first value and follows a constant exactly', () => {
  expect(smooth([3, 3, 3], 0.9).map((value) => Math.round(value * 1e9) / 1e9)).toEqual([3, 3, 3]);
  expect(smooth([5, 1], 0.9)[0]).toBeCloseTo(5);
});

test('a long run draws as few points as a picture can show, and keeps its spike', () => {
  const losses = Array.from({ length: 50_000 }, (_, index) => ({
    step: index + 1,
    lossD: 1,
    lossG: index === 30_001 ? 0 : 2,
  }));
  const svg = lossCurveSvg(losses, 'Long');
  expect(svg.length).toBeLessThan(150_000);
  expect(svg).not.toBe(
    lossCurveSvg(
      losses.map((loss) => ({ ...loss, lossG: 2 })),
      'Long',
    ),
  );
});

test('the picture has both curves in their colours', async () => {
  await writeFile(
    join(folder, 'metrics.jsonl'),
    Array.from({ length: 200 }, (_, step) => line(step + 1, 0.5 + Math.sin(step / 9) / 5, 3 + Math.cos(step / 7))).join(
      '\n',
    ),
  );
  await drawLossCurve(join(folder, 'metrics.jsonl'), join(folder, 'curve.png'), 'My Collection, run 1');
  const { data, info } = await sharp(join(folder, 'curve.png')).raw().toBuffer({ resolveWithObject: true });
  const near = (red: number, green: number, blue: number) => {
    let count = 0;
    for (let at = 0; at < data.length; at += info.channels) {
      if (Math.abs(data[at]! - red) + Math.abs(data[at + 1]! - green) + Math.abs(data[at + 2]! - blue) < 30) count += 1;
    }
    return count;
  };
  expect(near(0xc2, 0x54, 0x3b)).toBeGreaterThan(1000);
  expect(near(0x3a, 0x5b, 0xa9)).toBeGreaterThan(1000);
});

test('one step is enough for a curve, none is not', async () => {
  await writeFile(join(folder, 'metrics.jsonl'), line(1));
  await drawLossCurve(join(folder, 'metrics.jsonl'), join(folder, 'curve.png'), 'One');
  await writeFile(join(folder, 'empty.jsonl'), '');
  await expect(drawLossCurve(join(folder, 'empty.jsonl'), join(folder, 'no.png'), '')).rejects.toMatchObject({
    code: 'nothing-to-do',
  });
  await expect(drawLossCurve(join(folder, 'gone.jsonl'), join(folder, 'no.png'), '')).rejects.toMatchObject({
    code: 'not-found',
  });
});
