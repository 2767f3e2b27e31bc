import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { TrainConfig } from '../electron/contract/training';
import { drawAugmentation } from '../electron/ml/gan/augment';
import { trainConfig } from '../electron/ml/gan/presets';
import { estimateTrainingMiB } from '../electron/ml/gan/memory-estimate';
import { initialState } from '../electron/ml/gan/state';
import { flopPerPicture } from '../electron/ml/gan/step-cost';
import { Random } from '../electron/ml/rng';
import { OnnxTrainer } from '../electron/workers/train/onnx-trainer';
import { measureGemmPeak } from './gemm-peak';
import { alternate, spreadOf } from './rounds';

/**
 * Images a second of one training step, by form and preset, in alternating rounds with PyTorch where there is one.
 *
 *   npm run -s bench -- train [--size 64|128] [--batch 64] [--rounds 5] [--steps 6] [--only NAME;NAME] [--python PYTHON] [--json]
 *
 * All contenders live in this process side by side: 5 GB at 64 pixels. At 128 only two do (8 GB) unless --only says more,
 * e.g. --only 'tiled, better'.
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
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const imageSize = Number(values.size) as 64 | 128;
const batch = Number(values.batch);
const steps = Number(values.steps);
const peerScript = join(process.cwd(), '..', 'shared', 'bench', 'pytorch_dcgan.py');

/** Memory that each contender takes in a process of its own, by name: of ours the estimate, of the peers what they tell. */
const memoryMiB: Record<string, number> = {};

async function contender(name: string, config: TrainConfig): Promise<() => Promise<number>> {
  memoryMiB[name] = estimateTrainingMiB(config, config.form === 'auto' ? 'tiled' : config.form);
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
    const { imagesPerSecond, peakMiB } = JSON.parse(stdout) as { imagesPerSecond: number; peakMiB: number };
    memoryMiB[`PyTorch ${mode}`] = peakMiB;
    return imagesPerSecond;
  };
}

async function main(): Promise<void> {
  const peak = await measureGemmPeak();
  const sized = { imageSize, batch };
  const article = trainConfig('article', sized);
  const ours: Record<string, TrainConfig> = {
    'tiled, article': { ...article, form: 'tiled' },
    'tiled, better': { ...trainConfig('better', sized), form: 'tiled' },
    'im2col, article': { ...article, form: 'im2col' },
    'native, article': { ...article, form: 'native' },
  };
  const contenders: Record<string, () => Promise<number>> = {};
  const only = (
    values.only ?? (imageSize === 128 ? 'tiled, article;native, article' : Object.keys(ours).join(';'))
  ).split(';');
  for (const [name, config] of Object.entries(ours))
    if (only.includes(name)) contenders[name] = await contender(name, config);
  if (values.python && existsSync(peerScript)) {
    contenders['PyTorch tutorial'] = peer(values.python, 'tutorial');
    contenders['PyTorch lean'] = peer(values.python, 'lean');
  }
  const figures = await alternate(Number(values.rounds), contenders, (round) =>
    process.stderr.write(`round ${round}\n`),
  );
  const flop = batch * flopPerPicture(article);
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
      memoryMiB: memoryMiB[name],
      ratios: Object.fromEntries(ratios),
    };
  });
  if (values.json) return rows.forEach((row) => console.log(JSON.stringify({ ...row, gemmPeakGflops: peak })));
  console.log(
    `${imageSize} pixels, batch ${batch}, ${availableParallelism()} cores, GEMM peak ${peak.toFixed(0)} GFLOP/s`,
  );
  for (const { name, imagesPerSecond, least, most, shareOfGemmPeak, memoryMiB: memory, ratios } of rows) {
    const against = Object.entries(ratios).map(([other, ratio]) => `${ratio.toFixed(2)}x ${other}`);
    console.log(
      `${name.padEnd(18)} ${imagesPerSecond.toFixed(1).padStart(7)} images/s (${least.toFixed(1)} to ${most.toFixed(1)})  ` +
        `${(100 * shareOfGemmPeak).toFixed(0)} % of peak as direct convolution  ` +
        `${memory} MiB  ${against.join(', ')}`,
    );
  }
  console.log(`peak memory of this process ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`);
}

void main();
