/** Element types that our graphs use; float64 where rounding is examined. */
export type ElementType = 'float32' | 'float64' | 'uint8' | 'int32' | 'int64' | 'bool';
export type Shape = readonly number[];

/** ONNX attributes: `{ float }` marks a number that is written as a float although it may look like an integer. */
export type Attribute = number | string | readonly number[] | { float: number };

/** A value in a graph. Shapes are always known: a graph is built for one batch size. */
export class Tensor {
  constructor(
    readonly graph: Graph,
    readonly name: string,
    readonly shape: Shape,
    readonly type: ElementType,
  ) {}
}

export interface GraphNode {
  operator: string;
  domain: string;
  inputs: readonly Tensor[];
  output: Tensor;
  attributes: Readonly<Record<string, Attribute>>;
}

export interface Constant {
  tensor: Tensor;
  raw: Uint8Array;
}

type ConstantValues = Float32Array | Float64Array | Int32Array | BigInt64Array;

/** ONNX Runtime's own operators live in this domain; the plain ones in the empty domain. */
export const microsoftDomain = 'com.microsoft';

/** A static-shape ONNX graph under construction; see onnx-model.ts for the file it becomes. */
export class Graph {
  readonly nodes: GraphNode[] = [];
  readonly constants: Constant[] = [];
  readonly inputs: Tensor[] = [];
  readonly outputs = new Map<string, Tensor>();
  #counter = 0;
  #known = new Map<string, Tensor>();

  input(name: string, shape: Shape, type: ElementType = 'float32'): Tensor {
    const tensor = new Tensor(this, name, shape, type);
    this.inputs.push(tensor);
    return tensor;
  }

  /** Makes a value readable from outside under this name. */
  output(name: string, tensor: Tensor): void {
    if (this.outputs.has(name)) throw new Error(`Expected distinct output names but "${name}" comes twice.`);
    this.outputs.set(name, tensor);
  }

  /** A constant; equal small ones are kept once. */
  constant(values: ConstantValues, shape: Shape = [values.length]): Tensor {
    if (sizeOf(shape) !== values.length)
      throw new Error(`Expected ${sizeOf(shape)} values for shape [${shape}] but received ${values.length}.`);
    const type = typeOf(values);
    const raw = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const key = raw.length <= 256 ? `${type}[${shape}]${raw.join()}` : null;
    const known = key === null ? undefined : this.#known.get(key);
    if (known) return known;
    const tensor = new Tensor(this, `constant${this.#counter++}`, shape, type);
    this.constants.push({ tensor, raw });
    if (key !== null) this.#known.set(key, tensor);
    return tensor;
  }

  scalar(value: number): Tensor {
    return this.constant(Float32Array.of(value), []);
  }

  /** Shapes, axes and the like. */
  integers(values: readonly number[]): Tensor {
    return this.constant(BigInt64Array.from(values, BigInt));
  }

  node(
    operator: string,
    inputs: readonly Tensor[],
    shape: Shape,
    options: { attributes?: Record<string, Attribute>; type?: ElementType; domain?: string } = {},
  ): Tensor {
    const output = new Tensor(this, `${operator}${this.#counter++}`, shape, options.type ?? 'float32');
    const { attributes = {}, domain = '' } = options;
    this.nodes.push({ operator, domain, inputs, output, attributes });
    return output;
  }
}

function typeOf(values: ConstantValues): ElementType {
  if (values instanceof Float32Array) return 'float32';
  if (values instanceof Float64Array) return 'float64';
  return values instanceof Int32Array ? 'int32' : 'int64';
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, side) => product * side, 1);
}
