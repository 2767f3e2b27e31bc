import { trainConfig } from '../electron/ml/gan/presets';
import { isInParts, memoryParts, memoryPartsOf, processMiB } from '../electron/ml/gan/memory-estimate';
import type { FormName } from '../electron/ml/gan/training-step';
import { countTrainingMiB } from '../electron/testing/peak-memory';

/**
 * How often a training's process holds its weights, maps and pictures: the numbers of electron/ml/gan/memory-estimate.ts, by
 * least squares of relative errors over trainings of many sizes, whose graphs are counted.
 *
 *   npm run -s bench -- memory [--json]
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
      return { parts: memoryParts.map((name) => sizes[name] / total), counted: (total - processMiB) / total };
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

function main(): void {
  const asJson = process.argv.includes('--json');
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

main();
