import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder';
import { sweepPartials } from './sweep';

test('what was being written when the power went is removed, and nothing else', () => {
  const folder = temporaryFolder();
  const put = (...parts: string[]) => {
    const file = join(folder, ...parts);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, 'x');
    return file;
  };
  const partial = [
    put('datasets', '.looks-2.0a1b2c3d4e5f.partial', 'pixels.u8'),
    put('runs', 'run-1', 'checkpoints', '.step-5.safetensors.00112233aabb.partial'),
    put('runs', 'run-1', 'kept', '.looks.json.00112233aabb.partial'),
    put('runs', 'run-1', 'gallery', 'exports', '.timelapse.gif.00112233aabb.partial'),
    put('features', '.4be1-77aa.safetensors.00112233aabb.partial'),
  ];
  const whole = [
    put('datasets', 'looks-1', 'pixels.u8'),
    put('runs', 'run-1', 'checkpoints', 'step-4.safetensors'),
    put('runs', 'run-1', 'kept', 'looks.json'),
    put('datasets', '.mine.partial'),
  ];
  sweepPartials(folder);
  expect(partial.map((file) => existsSync(file))).toEqual(partial.map(() => false));
  expect(whole.map((file) => existsSync(file))).toEqual(whole.map(() => true));
});
