import { spawn } from 'node:child_process';
import { TrainConfig, type TrainOverrides, type TrainPreset } from '../electron/contract/training';
import { workerEnvironment } from '../electron/core/fork-host';
import { freeMemoryMiB } from '../electron/core/free-memory';
import { trainConfig } from '../electron/ml/gan/presets';
import {
  besideStepsMiB,
  estimateTrainingMiB,
  isInParts,
  memoryParts,
  memoryPartsOf,
} from '../electron/ml/gan/memory-estimate';
import type { FormName } from '../electron/ml/gan/training-step';
import { countTrainingMiB } from '../electron/testing/peak-memory';
import { trainingMemoryMiB } from './training-memory';

/**
 * How often a training's process holds its weights, maps and pictures: the numbers of electron/ml/gan/memory-estimate.ts, by
 * least squares of relative errors over trainings of many sizes, whose graphs are counted.
 *
 *   npm run -s bench -- memory [--processes] [--json]
 *
 * --processes holds the estimate to what trainings of many sizes take in processes of their own: some steps, two grids and two
 * checkpoints each.
 */
const forms: readonly FormName[] = ['tiled', 'im2col', 'native'];
const widths = [[16, 16], [32, 32], [64, 64], [96, 96], [64, 32], [32, 64]] as const; // prettier-ignore

function* trainings() {
  for (const preset of ['article', 'better'] as const)
    for (const imageSize of [64, 128] as const)
      for (const [generatorWidth, discriminatorWidth] of widths)
        for (const batch of imageSize === 64 ? [16, 32, 64, 128, 256] : [16, 32, 64, 128])
          for (const microBatch of batch >= 64 ? [0, 16, 32] : [0])
            yield trainConfig(preset, { imageSize, generatorWidth, discriminatorWidth, batch, microBatch });
}

/** One training's equation: so often each part makes so many MiB, both divided by the whole. */
interface Equation {
  parts: number[];
  counted: number;
}

function equationsOf(form: FormName, inParts: boolean): Equation[] {
  return [...trainings()]
    .filter((config) => isInParts(config) === inParts && (!inParts || config.batch === 64))
    .map((config) => {
      const total = countTrainingMiB(config, form);
      const sizes = memoryPartsOf(config);
      return {
        parts: memoryParts.map((name) => sizes[name] / total),
        counted: (total - besideStepsMiB(config)) / total,
      };
    });
}

/** Normal equations, solved by elimination. */
function leastSquares(equations: readonly Equation[]): number[] {
  const size = memoryParts.length;
  const rows = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => equations.reduce((sum, { parts }) => sum + parts[i]! * parts[j]!, 0)),
    equations.reduce((sum, { parts, counted }) => sum + parts[i]! * counted, 0),
  ]);
  for (let pivot = 0; pivot < size; pivot++)
    for (let row = 0; row < size; row++) {
      if (row === pivot) continue;
      const factor = rows[row]![pivot]! / rows[pivot]![pivot]!;
      rows[row] = rows[row]!.map((value, column) => value - factor * rows[pivot]![column]!);
    }
  return rows.map((row, index) => row[size]! / row[index]!);
}

/** Trainings at the ends of what can be chosen, and what people will choose. */
const tried: readonly [TrainPreset, TrainOverrides, FormName][] = [
  ['better', { generatorWidth: 32, discriminatorWidth: 32 }, 'tiled'],
  ['better', {}, 'tiled'],
  ['better', { generatorWidth: 96, discriminatorWidth: 96 }, 'tiled'],
  ['better', { batch: 64 }, 'tiled'],
  ['better', { batch: 64, augment: ['color', 'translation', 'cutout'], augmentAfter: 0 }, 'tiled'],
  ['better', { batch: 64, discriminatorNorm: 'spectral', loss: 'hinge' }, 'tiled'],
  ['better', {}, 'native'],
  ['better', { imageSize: 128 }, 'tiled'],
  ['better', { imageSize: 128 }, 'native'],
  ['better', { imageSize: 128, generatorWidth: 32, discriminatorWidth: 32 }, 'tiled'],
  ['article', { generatorWidth: 32, discriminatorWidth: 32 }, 'tiled'],
  ['article', {}, 'tiled'],
  ['article', { microBatch: 32 }, 'tiled'],
  ['article', { microBatch: 16 }, 'tiled'],
  ['article', {}, 'native'],
  ['article', { microBatch: 16 }, 'native'],
  ['article', {}, 'im2col'],
  ['article', { generatorWidth: 96, discriminatorWidth: 96 }, 'tiled'],
  ['article', { generatorWidth: 96, discriminatorWidth: 96, microBatch: 16 }, 'tiled'],
  ['article', { imageSize: 128, generatorWidth: 32, discriminatorWidth: 32 }, 'tiled'],
  ['article', { imageSize: 128, microBatch: 16 }, 'tiled'],
  ['article', { imageSize: 128 }, 'native'],
  ['article', { imageSize: 128 }, 'tiled'],
];
/** So much of the memory that is left is taken at most: the machine may not be ours alone. */
const mostOfFree = 0.7;

/** One line of JSON from a process of its own, in a worker's environment. */
function measured(config: TrainConfig): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [process.argv[1] as string, '--training', JSON.stringify(config)], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...workerEnvironment(), ...process.env },
    });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(Number(stdout)) : reject(new Error(`it ended with ${code}`))));
  });
}

async function compareProcesses(asJson: boolean): Promise<void> {
  for (const [preset, overrides, form] of tried) {
    const config = trainConfig(preset, { ...overrides, form, engine: 'onnx', device: 'cpu' });
    const estimate = estimateTrainingMiB(config, form);
    const name = `${preset} ${config.imageSize} px, width ${config.generatorWidth}, batch ${config.batch}${isInParts(config) ? ` in parts of ${config.microBatch}` : ''}, ${form}${config.augment.length > 0 ? ', augmented' : ''}${config.discriminatorNorm === 'spectral' ? ', spectral' : ''}`;
    if (estimate > mostOfFree * freeMemoryMiB()) {
      console.error(`${name}: about ${estimate} MiB; there is not enough memory left for that now`);
      continue;
    }
    const found = await measured(config);
    if (asJson) console.log(JSON.stringify({ name, measured: found, estimate, ratio: estimate / found }));
    else console.log(`${name.padEnd(64)} ${found} MiB, estimate ${estimate}: ${(estimate / found).toFixed(2)}`);
  }
}

async function main(): Promise<void> {
  const asJson = process.argv.includes('--json');
  const training = process.argv.indexOf('--training');
  if (training > 0)
    return void console.log(await trainingMemoryMiB(TrainConfig.parse(JSON.parse(process.argv[training + 1] ?? ''))));
  if (process.argv.includes('--processes')) return compareProcesses(asJson);
  for (const inParts of [false, true])
    for (const form of forms) {
      const equations = equationsOf(form, inParts);
      const copies = leastSquares(equations);
      const errors = equations.map(
        ({ parts, counted }) => parts.reduce((sum, part, index) => sum + part * copies[index]!, 0) - counted,
      );
      const worst = Math.max(...errors.map(Math.abs));
      const layout = inParts ? `${form} in parts` : form;
      const named = Object.fromEntries(memoryParts.map((name, index) => [name, Number(copies[index]!.toFixed(1))]));
      if (asJson) console.log(JSON.stringify({ layout, ...named, worst }));
      else
        console.log(
          `${layout.padEnd(16)} ${Object.values(named).join(', ')}   worst error ${(100 * worst).toFixed(1)} %`,
        );
    }
}

void main();
