import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { workerEnvironment } from '../electron/core/fork-host';
import { trainConfig } from '../electron/ml/gan/presets';
import { flopPerPicture } from '../electron/ml/gan/step-cost';
import { measureGemmPeak } from './gemm-peak';
import { alternate, spreadOf } from './rounds';
import { timeSteps, type ContenderTask, type Figure } from './train-contender';

/**
 * Images a second of one training step, by form and preset, in alternating rounds with PyTorch where there is one.
 *
 *   npm run -s bench -- train [--size 64|128] [--batch 64] [--rounds 5] [--steps 6] [--only NAME;NAME] [--python PYTHON] [--json]
 *
 * Every contender, ours and PyTorch's, has a process of its own in every round, and they take turns (A B C, A B C ...), so that
 * none has memory or threads of another beside it and a machine that grows slower treats all alike.
 *
 * --only picks contenders by name, e.g. --only 'tiled, better;PyTorch lean'. At 128 pixels the default leaves out what takes
 * much memory. --python names a Python with torch 2.13; ../shared/bench/pytorch_dcgan.py is then the peer: the tutorial's
 * loop, lean, and lean in bfloat16 (bench/pytorch-lean-bf16.py).
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
    // What a contender's process is told.
    contender: { type: 'string' },
  },
});
const imageSize = Number(values.size) as 64 | 128;
const batch = Number(values.batch);
const steps = Number(values.steps);
const peerScript = join(process.cwd(), '..', 'shared', 'bench', 'pytorch_dcgan.py');
const inBfloat16 = join(process.cwd(), 'bench', 'pytorch-lean-bf16.py');

const forms: Record<string, Pick<ContenderTask, 'preset' | 'form'>> = {
  'tiled, article': { preset: 'article', form: 'tiled' },
  'tiled, better': { preset: 'better', form: 'tiled' },
  'im2col, article': { preset: 'article', form: 'im2col' },
  'native, article': { preset: 'article', form: 'native' },
};
const peers: Record<string, { script: string[]; mode: string[] }> = {
  'PyTorch tutorial': { script: [peerScript], mode: ['--mode', 'tutorial'] },
  'PyTorch lean': { script: [peerScript], mode: ['--mode', 'lean'] },
  'PyTorch lean, bf16 autocast': { script: [inBfloat16, peerScript], mode: [] },
};
const largeNames = ['tiled, article', 'native, article', ...Object.keys(peers)];

/** Runs a program to its end, ours and the peers' alike in the environment of a worker. @returns the figure in its last line */
function figureOf(program: string, args: readonly string[]): Promise<Figure> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...workerEnvironment(), ...process.env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Figure);
      else reject(new Error(`${program} ended with ${code}: ${stderr.trim().split('\n').at(-1)}`));
    });
  });
}

/** A round of each contender. */
function contenders(): Record<string, () => Promise<Figure>> {
  const all: Record<string, () => Promise<Figure>> = {};
  for (const [name, form] of Object.entries(forms)) {
    const task: ContenderTask = { ...form, imageSize, batch, steps };
    all[name] = () => figureOf(process.execPath, [process.argv[1] as string, '--contender', JSON.stringify(task)]);
  }
  const { python } = values;
  const sizes = Object.entries({ batch, size: imageSize, steps, threads: availableParallelism() });
  const options = sizes.flatMap(([name, value]) => [`--${name}`, String(value)]);
  if (python && existsSync(peerScript))
    for (const [name, { script, mode }] of Object.entries(peers))
      all[name] = () => figureOf(python, [...script, ...options, ...mode]);
  const chosen =
    values.only?.split(';').map((name) => name.trim()) ?? (imageSize === 128 ? largeNames : Object.keys(all));
  const unknown = values.only === undefined ? [] : chosen.filter((name) => !(name in all));
  if (unknown.length > 0)
    throw new Error(`No contender ${unknown.join('; ')}. There are: ${Object.keys(all).join('; ')}`);
  return Object.fromEntries(Object.entries(all).filter(([name]) => chosen.includes(name)));
}

async function main(): Promise<void> {
  if (values.contender !== undefined) {
    console.log(JSON.stringify(await timeSteps(JSON.parse(values.contender) as ContenderTask)));
    return;
  }
  const peak = await measureGemmPeak();
  const rounds = await alternate(Number(values.rounds), contenders(), (round) =>
    process.stderr.write(`round ${round}\n`),
  );
  const flop = flopPerPicture(trainConfig('article', { imageSize, batch }));
  const rows = Object.entries(rounds).map(([name, figures]) => {
    const speeds = figures.map(({ imagesPerSecond }) => imagesPerSecond);
    const { median, least, most } = spreadOf(speeds);
    const ratios = Object.keys(peers).flatMap((other) => {
      const theirs = rounds[other];
      if (!theirs) return [];
      return [[other, spreadOf(speeds.map((speed, i) => speed / theirs[i]!.imagesPerSecond)).median] as const];
    });
    return {
      name,
      imageSize,
      batch,
      imagesPerSecond: median,
      least,
      most,
      shareOfGemmPeak: (flop * median) / 1e9 / peak,
      memoryMiB: Math.max(...figures.map(({ peakMiB }) => peakMiB)),
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
      `${name.padEnd(28)} ${imagesPerSecond.toFixed(1).padStart(7)} images/s (${least.toFixed(1)} to ${most.toFixed(1)})  ` +
        `${(100 * shareOfGemmPeak).toFixed(0)} % of peak as direct convolution  ` +
        `${memory} MiB  ${against.join(', ')}`,
    );
  }
}

void main();
