import { microsoftDomain, sizeOf, type ElementType, type Shape, type Tensor } from './graph';

/** A number stands for a scalar constant. */
type Operand = Tensor | number;

/**
 * ONNX operators on tensors of known shape. Each function adds one node to its operand's graph and returns the result;
 * a wrong shape is a mistake in the caller and throws a plain Error.
 *
 * @see https://onnx.ai/onnx/operators/
 */
export const add = (a: Operand, b: Operand): Tensor => binary('Add', a, b);
export const subtract = (a: Operand, b: Operand): Tensor => binary('Sub', a, b);
export const multiply = (a: Operand, b: Operand): Tensor => binary('Mul', a, b);
export const divide = (a: Operand, b: Operand): Tensor => binary('Div', a, b);
export const maximum = (a: Operand, b: Operand): Tensor => binary('Max', a, b);

export const negate = (x: Tensor): Tensor => elementwise('Neg', x);
export const squareRoot = (x: Tensor): Tensor => elementwise('Sqrt', x);
export const hyperbolicTangent = (x: Tensor): Tensor => elementwise('Tanh', x);
export const sigmoid = (x: Tensor): Tensor => elementwise('Sigmoid', x);
/** log(1 + exp(x)) */
export const softplus = (x: Tensor): Tensor => elementwise('Softplus', x);
export const rectify = (x: Tensor): Tensor => elementwise('Relu', x);
export const leakyRectify = (x: Tensor, slope: number): Tensor =>
  elementwise('LeakyRelu', x, { alpha: { float: slope } });

export function clip(x: Tensor, low: number, high: number): Tensor {
  return x.graph.node('Clip', [x, x.graph.scalar(low), x.graph.scalar(high)], x.shape);
}

/** 1 where x > 0, else 0, without a comparison: a very steep ramp, clipped. Not so steep that usual values overflow. */
export function isPositive(x: Tensor): Tensor {
  return elementwise('HardSigmoid', x, { alpha: { float: 1e30 }, beta: { float: 0 } });
}

export function cast(x: Tensor, type: 'float32'): Tensor {
  return x.graph.node('Cast', [x], x.shape, { attributes: { to: 1 }, type });
}

export function reshape(x: Tensor, shape: Shape): Tensor {
  if (sizeOf(shape) !== sizeOf(x.shape)) throw mismatch('Reshape', x.shape, shape);
  if (shape.join() === x.shape.join()) return x;
  return x.graph.node('Reshape', [x, x.graph.integers(shape)], shape, { type: x.type });
}

/** @param order result axis i is axis order[i] of x */
export function transpose(x: Tensor, order: readonly number[]): Tensor {
  const shape = order.map((axis) => side(x, axis));
  return x.graph.node('Transpose', [x], shape, { attributes: { perm: order }, type: x.type });
}

/** The part start <= position < end along one axis. */
export function slice(x: Tensor, axis: number, start: number, end: number): Tensor {
  if (start < 0 || end > side(x, axis) || start >= end) throw mismatch('Slice', x.shape, [start, end]);
  const { graph } = x;
  const shape = x.shape.map((length, index) => (index === axis ? end - start : length));
  const inputs = [x, graph.integers([start]), graph.integers([end]), graph.integers([axis])];
  return graph.node('Slice', inputs, shape, { type: x.type });
}

export function concatenate(parts: readonly [Tensor, ...Tensor[]], axis: number): Tensor {
  const [first] = parts;
  const shape = [...first.shape];
  shape[axis] = parts.reduce((sum, part) => sum + side(part, axis), 0);
  return first.graph.node('Concat', parts, shape, { attributes: { axis }, type: first.type });
}

/** Zeros around x. @param before @param after zeros to add along each axis */
export function padWithZeros(x: Tensor, before: readonly number[], after: readonly number[]): Tensor {
  const shape = x.shape.map((length, axis) => (before[axis] as number) + length + (after[axis] as number));
  return x.graph.node('Pad', [x, x.graph.integers([...before, ...after])], shape);
}

/** Picks positions along an axis; the result has `indices`' shape in that axis's place. */
export function gather(x: Tensor, indices: Tensor, axis: number): Tensor {
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return x.graph.node('Gather', [x, indices], shape, { attributes: { axis }, type: x.type });
}

export const sum = (x: Tensor, axes: readonly number[], keepAxes = false): Tensor =>
  reduce('ReduceSum', x, axes, keepAxes);
export const mean = (x: Tensor, axes: readonly number[], keepAxes = false): Tensor =>
  reduce('ReduceMean', x, axes, keepAxes);

/** How a square kernel moves over a square picture. */
export interface Window {
  stride: number;
  /** Zeros around the picture. */
  padding: number;
  /** Pixels between neighbouring taps. */
  dilation: number;
}

/** @param x [batch, in, side, side] @param kernel [out, in, taps, taps] @returns [batch, out, ..] */
export function convolve(x: Tensor, kernel: Tensor, window: Window): Tensor {
  if (side(x, 1) !== side(kernel, 1)) throw mismatch('Conv', x.shape, kernel.shape);
  const { stride, padding, dilation } = window;
  const reach = dilation * (side(kernel, 2) - 1) + 1;
  const places = Math.floor((side(x, 2) + 2 * padding - reach) / stride) + 1;
  const shape = [side(x, 0), side(kernel, 0), places, places];
  return x.graph.node('Conv', [x, kernel], shape, { attributes: windowAttributes(kernel, window) });
}

/** @param x [batch, in, side, side] @param kernel [in, out, taps, taps] @returns [batch, out, ..] */
export function convolveTransposed(x: Tensor, kernel: Tensor, window: Window): Tensor {
  if (side(x, 1) !== side(kernel, 0)) throw mismatch('ConvTranspose', x.shape, kernel.shape);
  const { stride, padding, dilation } = window;
  const places = (side(x, 2) - 1) * stride - 2 * padding + dilation * (side(kernel, 2) - 1) + 1;
  const shape = [side(x, 0), side(kernel, 1), places, places];
  return x.graph.node('ConvTranspose', [x, kernel], shape, { attributes: windowAttributes(kernel, window) });
}

function windowAttributes(kernel: Tensor, { stride, padding, dilation }: Window) {
  return {
    kernel_shape: [side(kernel, 2), side(kernel, 3)],
    strides: [stride, stride],
    pads: [padding, padding, padding, padding],
    dilations: [dilation, dilation],
  };
}

export interface MatrixOptions {
  transposeA?: boolean;
  transposeB?: boolean;
  /** A factor on the product. */
  factor?: number;
}

/** Product of two matrices, [rows, inner] x [inner, columns], each possibly given transposed. */
export function matrixProduct(a: Tensor, b: Tensor, options: MatrixOptions = {}): Tensor {
  const { transposeA = false, transposeB = false, factor = 1 } = options;
  if (a.shape.length !== 2 || b.shape.length !== 2) throw mismatch('Gemm', a.shape, b.shape);
  if (side(a, transposeA ? 0 : 1) !== side(b, transposeB ? 1 : 0)) throw mismatch('Gemm', a.shape, b.shape);
  const attributes = { transA: Number(transposeA), transB: Number(transposeB), alpha: { float: factor } };
  return a.graph.node('Gemm', [a, b], [side(a, transposeA ? 1 : 0), side(b, transposeB ? 0 : 1)], { attributes });
}

/** Products of stacks of matrices: the last two axes multiply, the axes before them are batches and broadcast. */
export function batchedProduct(a: Tensor, b: Tensor): Tensor {
  const batches = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (a.shape.at(-1) !== b.shape.at(-2)) throw mismatch('MatMul', a.shape, b.shape);
  return a.graph.node('MatMul', [a, b], [...batches, a.shape.at(-2) as number, b.shape.at(-1) as number]);
}

/**
 * ONNX Runtime's FusedMatMul (CPU only): like {@link batchedProduct}, but an operand may be transposed, and with
 * `outermost` its rows are its outermost axis instead of the last but one: [rows, ...batches, columns].
 */
export function fusedProduct(
  a: Tensor,
  b: Tensor,
  options: MatrixOptions & { outermostA?: boolean; outermostB?: boolean } = {},
): Tensor {
  const rank = Math.max(a.shape.length, b.shape.length);
  const { transposeA = false, transposeB = false, outermostA = false, outermostB = false, factor = 1 } = options;
  const left = withRank(a, rank, outermostA);
  const right = withRank(b, rank, outermostB);
  const [batchesA, rowsA, columnsA] = split(left.shape, outermostA, transposeA);
  const [batchesB, rowsB, columnsB] = split(right.shape, outermostB, transposeB);
  if (columnsA !== rowsB) throw mismatch('FusedMatMul', a.shape, b.shape);
  const attributes = {
    transA: Number(transposeA),
    transB: Number(transposeB),
    transBatchA: Number(outermostA),
    transBatchB: Number(outermostB),
    alpha: { float: factor },
  };
  const shape = [...broadcast(batchesA, batchesB), rowsA, columnsB];
  return a.graph.node('FusedMatMul', [left, right], shape, { attributes, domain: microsoftDomain });
}

/** FusedMatMul wants equal ranks: axes of length 1 go among the batches. */
function withRank(x: Tensor, rank: number, outermost: boolean): Tensor {
  const ones = new Array<number>(rank - x.shape.length).fill(1);
  if (ones.length === 0) return x;
  return reshape(x, outermost ? [side(x, 0), ...ones, ...x.shape.slice(1)] : [...ones, ...x.shape]);
}

function split(shape: Shape, outermost: boolean, transposed: boolean): [batches: Shape, rows: number, columns: number] {
  const last = shape.at(-1) as number;
  const [batches, other] = outermost
    ? [shape.slice(1, -1), shape[0] as number]
    : [shape.slice(0, -2), shape.at(-2) as number];
  return transposed ? [batches, last, other] : [batches, other, last];
}

function binary(operator: string, a: Operand, b: Operand): Tensor {
  const { graph } = typeof a === 'number' ? (b as Tensor) : a;
  const [left, right] = [a, b].map((operand) => (typeof operand === 'number' ? graph.scalar(operand) : operand)) as [
    Tensor,
    Tensor,
  ];
  return graph.node(operator, [left, right], broadcast(left.shape, right.shape));
}

function elementwise(operator: string, x: Tensor, attributes: Record<string, { float: number }> = {}): Tensor {
  return x.graph.node(operator, [x], x.shape, { attributes, type: x.type as ElementType });
}

function reduce(operator: string, x: Tensor, axes: readonly number[], keepAxes: boolean): Tensor {
  const shape = x.shape.flatMap((length, axis) => (!axes.includes(axis) ? [length] : keepAxes ? [1] : []));
  return x.graph.node(operator, [x, x.graph.integers(axes)], shape, { attributes: { keepdims: Number(keepAxes) } });
}

function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[a.length - rank + axis] ?? 1;
    const y = b[b.length - rank + axis] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw mismatch('Broadcast', a, b);
    return Math.max(x, y);
  });
}

function side(x: Tensor, axis: number): number {
  return x.shape[axis] as number;
}

function mismatch(operator: string, a: Shape, b: Shape): Error {
  return new Error(`${operator} cannot combine [${a}] with [${b}].`);
}
