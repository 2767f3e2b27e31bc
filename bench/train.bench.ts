import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { TrainConfig } from '../electron/contract/training';
import { drawAugmentation } from '../electron/ml/gan/augment';
import { trainConfig } from '../electron/ml/gan/presets';
import { initialState } from '../electron/ml/gan/state';
import { Random } from '../electron/ml/rng';
import { OnnxTrainer } from '../electron/workers/train/onnx-trainer';
import { measureGemmPeak } from './gemm-peak';
import { alternate, spreadOf } from './rounds';

/**
 * Images a second of one training step, by form and preset, in alternating rounds with PyTorch where there is one.
 *
 *   npm run -s bench -- train [--size 64] [--batch 64] [--rounds 5] [--steps 6] [--python PYTHON] [--json]
 *
 * --python names a Python with torch; ../shared/bench/pytorch_dcgan.py is then the peer (tutorial and lean).
 */
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: '64' },
    batch: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '5' },
    steps: { type: 'string', default: '6' },
    python: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const imageSize = Number(values.size) as 64 | 128;
const batch = Number(values.batch);
const steps = Number(values.steps);
const peerScript = join(process.cwd(), '..', 'shared', 'bench', 'pytorch_dcgan.py');

/** Multiplications and additions of one step, counted by the direct form of every convolution. */
function flopPerStep({ generatorWidth: width, latentDim }: TrainConfig): number {
  // Each stride-2 layer between c and 2c channels with h x h on its small side: 2 * 16 * c * 2c * h * h a picture.
  let layers = 0;
  for (let side = imageSize / 4, channels = width; side >= 4; side /= 2, channels *= 2)
    layers += 2 * 16 * channels * 2 * channels * side ** 2;
  const image = 2 * 16 * 3 * width * (imageSize / 2) ** 2;
  const head = 2 * 16 * ((width * imageSize) / 8) * (latentDim + 1);
  const pass = layers + image + head / 2;
  // Generator: forward, input gradient, weight gradient. Discriminator: the same on real and generated pictures for its
  // own update, then forward and input gradient for the generator's.
  return batch * pass * (3 + 2 * 3 + 2);
}

async function contender(config: TrainConfig): Promise<() => Promise<number>> {
  const random = Random.fromSeed(1);
  const trainer = await OnnxTrainer.create(config, 'cpu');
  trainer.load(initialState(config, random));
  const real = Uint8Array.from({ length: batch * imageSize * imageSize * 3 }, () => random.integer(256));
  let step = 0;
  const advance = async () => {
    const noise = random.normals(batch * config.latentDim);
    await trainer.step((step += 1), { real, noise, augmentation: drawAugmentation(config, random) });
  };
  for (let i = 0; i < 5; i += 1) await advance();
  return async () => {
    const times: number[] = [];
    for (let i = 0; i < steps; i += 1) {
      const start = performance.now();
      await advance();
      times.push(performance.now() - start);
    }
    return (batch * 1000) / spreadOf(times).median;
  };
}

/** One run of the peer, in a process of its own. */
function peer(python: string, mode: 'tutorial' | 'lean') {
  return async () => {
    const args = [
      peerScript,
      '--batch',
      String(batch),
      '--size',
      String(imageSize),
      '--steps',
      String(steps),
      '--mode',
      mode,
    ];
    const { stdout, stderr, status } = spawnSync(python, [...args, '--threads', String(availableParallelism())], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`The peer failed: ${stderr.trim().split('\n').at(-1)}`);
    return (JSON.parse(stdout) as { imagesPerSecond: number }).imagesPerSecond;
  };
}

async function main(): Promise<void> {
  const peak = await measureGemmPeak();
  const sized = { imageSize, batch };
  const article = trainConfig('article', sized);
  const contenders: Record<string, () => Promise<number>> = {
    'tiled, article': await contender({ ...article, form: 'tiled' }),
    'tiled, better': await contender({ ...trainConfig('better', sized), form: 'tiled' }),
    'im2col, article': await contender({ ...article, form: 'im2col' }),
  };
  if (values.python && existsSync(peerScript)) {
    contenders['PyTorch tutorial'] = peer(values.python, 'tutorial');
    contenders['PyTorch lean'] = peer(values.python, 'lean');
  }
  const figures = await alternate(Number(values.rounds), contenders, (round) =>
    process.stderr.write(`round ${round}\n`),
  );
  const flop = flopPerStep(article);
  const rows = Object.entries(figures).map(([name, perRound]) => {
    const { median, least, most } = spreadOf(perRound);
    const share = (flop * (median / batch)) / 1e9 / peak;
    const ratios = ['PyTorch tutorial', 'PyTorch lean'].flatMap((other) =>
      figures[other]
        ? [[other, spreadOf(perRound.map((value, i) => value / figures[other]![i]!)).median] as const]
        : [],
    );
    return {
      name,
      imageSize,
      batch,
      imagesPerSecond: median,
      least,
      most,
      shareOfGemmPeak: share,
      ratios: Object.fromEntries(ratios),
    };
  });
  if (values.json) return rows.forEach((row) => console.log(JSON.stringify({ ...row, gemmPeakGflops: peak })));
  console.log(
    `${imageSize} pixels, batch ${batch}, ${availableParallelism()} cores, GEMM peak ${peak.toFixed(0)} GFLOP/s`,
  );
  for (const { name, imagesPerSecond, least, most, shareOfGemmPeak, ratios } of rows) {
    const against = Object.entries(ratios).map(([other, ratio]) => `${ratio.toFixed(2)}x ${other}`);
    console.log(
      `${name.padEnd(18)} ${imagesPerSecond.toFixed(1).padStart(7)} images/s (${least.toFixed(1)} to ${most.toFixed(1)})  ` +
        `${(100 * shareOfGemmPeak).toFixed(0)} % of peak as direct convolution  ${against.join(', ')}`,
    );
  }
  console.log(`peak memory of this process ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
}

void main();
