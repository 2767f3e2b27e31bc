import type { Augmentation, TrainConfig } from '../../contract/training';
import type { FeatureMap, Form } from '../graph/form';
import type { Graph, Tensor } from '../graph/graph';
import { add, batchedProduct, gather, mean, multiply, reshape, subtract, transpose } from '../graph/operators';
import type { Random } from '../rng';

/** The three times that pictures pass the discriminator in a step; each draws its own randomness. */
export const augmentedPasses = ['real', 'generated', 'generatorUpdate'] as const;
export type AugmentedPass = (typeof augmentedPasses)[number];

export type AugmentConfig = Pick<TrainConfig, 'augment' | 'batch' | 'imageSize'>;

/**
 * Whether pictures are augmented in the step that comes after so many passes over the photos.
 *
 * @param epoch passes so far; fractional
 */
export function augmentsAt(
  { augment, augmentAfter }: Pick<TrainConfig, 'augment' | 'augmentAfter'>,
  epoch: number,
): boolean {
  return augment.length > 0 && epoch >= augmentAfter;
}

/** Translation by at most this part of the side; the cut-out's side as a part of the picture's. */
const translationShare = 1 / 8;
const cutoutShare = 1 / 2;

/**
 * One random number a picture; `limit` counts the choices of an integer draw, null stands for 0 <= x < 1. With `none` the
 * picture stays as it is.
 */
interface Draw {
  kind: Augmentation;
  name: string;
  limit: number | null;
  none: number;
}

/** What must be drawn for one pass. */
function draws({ augment, imageSize }: AugmentConfig): Draw[] {
  const shifts = 2 * shiftLimit(imageSize) + 1;
  const places = cutoutPlaces(imageSize);
  const all: Draw[] = [
    { kind: 'color', name: 'brightness', limit: null, none: 0.5 },
    { kind: 'color', name: 'saturation', limit: null, none: 0.5 },
    { kind: 'color', name: 'contrast', limit: null, none: 0.5 },
    { kind: 'translation', name: 'shiftY', limit: shifts, none: shiftLimit(imageSize) },
    { kind: 'translation', name: 'shiftX', limit: shifts, none: shiftLimit(imageSize) },
    { kind: 'cutout', name: 'cutY', limit: places, none: nowhere(imageSize) },
    { kind: 'cutout', name: 'cutX', limit: places, none: nowhere(imageSize) },
  ];
  return all.filter(({ kind }) => augment.includes(kind));
}

const shiftLimit = (imageSize: number): number => Math.floor(imageSize * translationShare + 0.5);
const cutoutSide = (imageSize: number): number => Math.floor(imageSize * cutoutShare + 0.5);
const cutoutPlaces = (imageSize: number): number => imageSize + (1 - (cutoutSide(imageSize) % 2));
/** The place of a cut-out that there is none of. */
export const nowhere = cutoutPlaces;

const inputName = (pass: AugmentedPass, name: string): string => `augment.${pass}.${name}`;

/**
 * The random numbers of one step, by the graph's input names; float32 or int32, one a picture.
 *
 * @param share of the pictures that are changed, 0 to 1, the others staying as they are: p of adaptive augmentation (Karras et
 *   al., arXiv:2006.06676, section 3). Each time that a picture passes, and each kind of change, is drawn for by itself
 */
export function drawAugmentation(
  config: AugmentConfig,
  random: Random,
  share = 1,
): Map<string, Float32Array | Int32Array> {
  const values = new Map<string, Float32Array | Int32Array>();
  const all = draws(config);
  const kinds = new Set(all.map(({ kind }) => kind));
  for (const pass of augmentedPasses)
    for (const kind of kinds) {
      const changed = Array.from({ length: config.batch }, () => share >= 1 || random.uniform() < share);
      for (const { name, limit, none } of all.filter((draw) => draw.kind === kind)) {
        const drawn = changed.map((isChanged) => {
          const value = limit === null ? random.uniform() : random.integer(limit);
          return isChanged ? value : none;
        });
        values.set(inputName(pass, name), limit === null ? Float32Array.from(drawn) : Int32Array.from(drawn));
      }
    }
  return values;
}

export interface AugmentInputs {
  config: AugmentConfig;
  drawn: Map<string, Tensor>;
}

export function augmentInputs(graph: Graph, pass: AugmentedPass, config: AugmentConfig): AugmentInputs {
  const drawn = new Map(
    draws(config).map(({ name, limit }) => [
      name,
      graph.input(inputName(pass, name), [config.batch], limit === null ? 'float32' : 'int32'),
    ]),
  );
  return { config, drawn };
}

/** A change of pictures [batch, side, side, 3] that is linear up to a constant, so its gradient is the linear part transposed. */
interface Change {
  output: Tensor;
  backward: (gradient: Tensor) => Tensor;
}

/**
 * DiffAugment: the same kinds of random changes on all that the discriminator sees, through which the generator's
 * gradient flows.
 *
 * @returns for a batch of pictures: the changed ones, and the way back of a gradient
 * @see Zhao et al., arXiv:2006.10738, and its reference implementation DiffAugment_pytorch.py
 */
export function augmentPass(
  form: Form,
  { config, drawn }: AugmentInputs,
): (image: FeatureMap) => { output: FeatureMap; backward: (gradient: FeatureMap) => FeatureMap } {
  if (drawn.size === 0) return (image) => ({ output: image, backward: (gradient) => gradient });
  const take = (name: string): Tensor => drawn.get(name) as Tensor;
  return (image) => {
    const changes: Change[] = [];
    let pixels = form.toPixels(image);
    const apply = (change: (x: Tensor) => Change): void => {
      const changed = change(pixels);
      changes.push(changed);
      pixels = changed.output;
    };
    if (config.augment.includes('color')) {
      apply((x) => brighten(x, take('brightness')));
      apply((x) => stretch(x, multiply(take('saturation'), 2), [3]));
      apply((x) => stretch(x, add(take('contrast'), 0.5), [1, 2, 3]));
    }
    if (config.augment.includes('translation')) apply((x) => translate(x, take('shiftY'), take('shiftX')));
    if (config.augment.includes('cutout')) apply((x) => cutOut(x, take('cutY'), take('cutX')));
    return {
      output: form.fromPixels(pixels),
      backward: (gradient) =>
        form.fromPixels(changes.reduceRight((dy, change) => change.backward(dy), form.toPixels(gradient))),
    };
  };
}

/** x + (b - 0.5) */
function brighten(x: Tensor, brightness: Tensor): Change {
  return { output: add(x, perPicture(subtract(brightness, 0.5))), backward: (gradient) => gradient };
}

/** Away from or towards the mean over some axes: saturation over channels, contrast over the whole picture. */
function stretch(x: Tensor, factor: Tensor, axes: readonly number[]): Change {
  const scale = perPicture(factor);
  const rest = subtract(1, scale);
  const linear = (value: Tensor): Tensor => add(multiply(value, scale), multiply(mean(value, axes, true), rest));
  return { output: linear(x), backward: linear };
}

/** Moves each picture; what enters is grey (0). As two products with shifted identity matrices. */
function translate(x: Tensor, shiftY: Tensor, shiftX: Tensor): Change {
  const [batch, side] = x.shape as [number, number];
  const table = x.graph.constant(shiftMatrices(side), [2 * shiftLimit(side) + 1, side, side]);
  const rows = gather(table, shiftY, 0);
  const columns = reshape(gather(table, shiftX, 0), [batch, 1, side, side]);
  const move = (value: Tensor, vertical: Tensor, horizontal: Tensor): Tensor => {
    const moved = batchedProduct(vertical, reshape(value, [batch, side, side * 3]));
    return batchedProduct(horizontal, reshape(moved, [batch, side, side, 3]));
  };
  return {
    output: move(x, rows, columns),
    backward: (gradient) => move(gradient, transpose(rows, [0, 2, 1]), transpose(columns, [0, 1, 3, 2])),
  };
}

/** Makes a square of each picture grey (0). */
function cutOut(x: Tensor, cutY: Tensor, cutX: Tensor): Change {
  const [batch, side] = x.shape as [number, number];
  const table = x.graph.constant(cutoutBands(side), [cutoutPlaces(side) + 1, side]);
  const rows = reshape(gather(table, cutY, 0), [batch, side, 1, 1]);
  const columns = reshape(gather(table, cutX, 0), [batch, 1, side, 1]);
  const mask = subtract(1, multiply(rows, columns));
  return { output: multiply(x, mask), backward: (gradient) => multiply(gradient, mask) };
}

/** Matrix s takes row y of the result from row y + s - limit. */
function shiftMatrices(side: number): Float32Array {
  const limit = shiftLimit(side);
  const table = new Float32Array((2 * limit + 1) * side * side);
  for (let shift = -limit; shift <= limit; shift++)
    for (let y = 0; y < side; y++) {
      const from = y + shift;
      if (from >= 0 && from < side) table[((shift + limit) * side + y) * side + from] = 1;
    }
  return table;
}

/** Row p is 1 where a cut-out centred at p lies; the last row is that of none. */
function cutoutBands(side: number): Float32Array {
  const length = cutoutSide(side);
  const table = new Float32Array((cutoutPlaces(side) + 1) * side);
  for (let place = 0; place < cutoutPlaces(side); place++)
    for (let offset = 0; offset < length; offset++) {
      const position = place + offset - length / 2;
      if (position >= 0 && position < side) table[place * side + position] = 1;
    }
  return table;
}

function perPicture(values: Tensor): Tensor {
  return reshape(values, [values.shape[0] as number, 1, 1, 1]);
}
