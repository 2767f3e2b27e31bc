import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the data that tests need but the repository does not carry may lie. */
export const sharedData = join(process.cwd(), '../shared/data');

/** PyTorch's values in float64 for the tutorial's step at a small width; see SOURCE.md beside the files. */
export interface Golden {
  steps: { lossD: number; lossG: number; dOfX: number; dOfGBefore: number; dOfGAfter: number }[];
  /** An array by its name in golden.json. */
  array(name: string): Float32Array;
  /** Batch of a step, from 0, as [8, 64, 64, 3]. */
  realBatch(step: number): Uint8Array;
}

export function readGolden(): Golden | null {
  const folder = join(sharedData, 'golden');
  if (!existsSync(join(folder, 'golden.json'))) return null;
  const json = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8')) as {
    steps: Golden['steps'];
    index: Record<string, { shape: number[]; offset: number }>;
  };
  const binary = readFileSync(join(folder, 'golden.bin'));
  const real = readFileSync(join(folder, 'real_u8.bin'));
  return {
    steps: json.steps,
    array: (name) => {
      const entry = json.index[name];
      if (!entry) throw new Error(`golden.json has no array ${name}`);
      const length = entry.shape.reduce((product, side) => product * side, 1);
      return Float32Array.from({ length }, (_, i) => binary.readFloatLE((entry.offset + i) * 4));
    },
    realBatch: (step) => {
      const [batch, pixels] = [8, 64 * 64];
      const from = real.subarray(step * batch * 3 * pixels);
      const out = new Uint8Array(batch * pixels * 3);
      for (let n = 0; n < batch; n++)
        for (let c = 0; c < 3; c++)
          for (let p = 0; p < pixels; p++) out[(n * pixels + p) * 3 + c] = from[(n * 3 + c) * pixels + p] as number;
      return out;
    },
  };
}
