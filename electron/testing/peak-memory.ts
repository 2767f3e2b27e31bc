import type { TrainConfig } from '../contract/training';
import { buildAccumulatedStep } from '../ml/gan/accumulated-step';
import { besideStepsMiB, isInParts } from '../ml/gan/memory-estimate';
import { buildTrainingStep, type FormName, type StepConfig } from '../ml/gan/training-step';
import { sizeOf, type ElementType, type Graph, type GraphNode, type Tensor } from '../ml/graph/graph';

/**
 * What ONNX Runtime's allocator, and the copies of the state in JavaScript, take for each byte that a graph holds at once, by
 * the peak resident memory of processes that trained (decision 11).
 */
const allocatorFactors: Readonly<Record<FormName | `${FormName} in parts`, number>> = {
  tiled: 2.05,
  native: 2.12,
  im2col: 2.8,
  'tiled in parts': 1.75,
  'native in parts': 2.1,
  'im2col in parts': 1.75,
};

/** Memory that a training process takes, in MiB, counted in its graphs: what estimateTrainingMiB's arithmetic is fitted to. */
export function countTrainingMiB(
  config: StepConfig & Pick<TrainConfig, 'microBatch' | 'emaDecay'>,
  form: FormName,
): number {
  const inMiB = (bytes: number, factor: number): number => besideStepsMiB(config) + (factor * bytes) / 2 ** 20;
  if (!isInParts(config)) return inMiB(peakMemory(buildTrainingStep(config, form).graph), allocatorFactors[form]);
  // Each session keeps the memory that it once took.
  const { discriminatorGradients, generatorGradients } = buildAccumulatedStep(config, form);
  const bytes = peakMemory(discriminatorGradients.graph) + peakMemory(generatorGradients.graph);
  return inMiB(bytes, allocatorFactors[`${form} in parts`]);
}

const bytesOfElement: Record<ElementType, number> = { float32: 4, float64: 8, uint8: 1, int32: 4, int64: 8, bool: 1 };

/** Operators that ONNX Runtime computes in their operand's memory when nothing else needs the operand any more. */
const inPlace = new Set([
  'Add',
  'Sub',
  'Mul',
  'Div',
  'Max',
  'Neg',
  'Sqrt',
  'Tanh',
  'Sigmoid',
  'Relu',
  'LeakyRelu',
  'Clip',
]);

/**
 * The memory that running a graph once takes at its worst moment: inputs, constants, outputs, and what lies between them
 * while somebody still needs it. An estimate: the runtime's allocator adds some of its own.
 *
 * @returns bytes
 */
export function peakMemory(graph: Graph): number {
  const owners = new Map<Tensor, Tensor>();
  const ownerOf = (tensor: Tensor): Tensor => owners.get(tensor) ?? tensor;
  const readers = new Map<Tensor, number>();
  for (const node of graph.nodes) {
    if (node.operator === 'Reshape') owners.set(node.output, ownerOf(node.inputs[0] as Tensor));
    for (const input of node.inputs) count(readers, ownerOf(input), 1);
  }
  const permanent = [...graph.inputs, ...graph.constants.map(({ tensor }) => tensor)];
  // What may never be freed or overwritten has a reader more than the graph shows.
  for (const tensor of [...permanent, ...graph.outputs.values()]) count(readers, ownerOf(tensor), 1);
  let held = permanent.reduce((total, tensor) => total + bytesOf(tensor), 0);
  let peak = held;
  for (const node of graph.nodes) {
    const reused = reusedOperand(node, (tensor) => readers.get(ownerOf(tensor)) ?? 0);
    if (node.operator !== 'Reshape' && !reused) held += bytesOf(node.output);
    peak = Math.max(peak, held);
    for (const input of node.inputs) {
      const owner = ownerOf(input);
      count(readers, owner, -1);
      if (readers.get(owner) === 0 && input !== reused) held -= bytesOf(owner);
    }
  }
  return peak;
}

function reusedOperand(node: GraphNode, readersOf: (tensor: Tensor) => number): Tensor | null {
  if (!inPlace.has(node.operator)) return null;
  const candidate = node.inputs.find((input) => readersOf(input) === 1 && bytesOf(input) === bytesOf(node.output));
  return candidate ?? null;
}

function bytesOf({ shape, type }: Tensor): number {
  return sizeOf(shape) * bytesOfElement[type];
}

function count(readers: Map<Tensor, number>, tensor: Tensor, change: number): void {
  readers.set(tensor, (readers.get(tensor) ?? 0) + change);
}
