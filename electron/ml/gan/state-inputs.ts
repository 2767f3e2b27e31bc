import type { Form } from '../graph/form';
import type { Graph, Shape, Tensor } from '../graph/graph';
import type { Lookup } from './generator';
import type { StateEntry } from './state';

/** State arrays of a graph that reads some of them only: what is looked up becomes an input. */
export class StateInputs {
  readonly #read = new Map<string, Tensor>();

  constructor(
    private readonly graph: Graph,
    private readonly form: Form,
    private readonly entries: readonly StateEntry[],
  ) {}

  /** Names of those that were looked up. */
  get names(): string[] {
    return [...this.#read.keys()];
  }

  readonly lookup: Lookup = (name) => {
    const entry = this.entries.find((candidate) => candidate.name === name);
    if (!entry) throw new Error(`Expected a state array "${name}" but the step has none.`);
    return this.input(name, entry.geometry ? this.form.weightShape(entry.geometry) : entry.shape);
  };

  /** An array that is kept between graphs but is no part of the state. */
  input(name: string, shape: Shape): Tensor {
    const known = this.#read.get(name);
    if (known) return known;
    const input = this.graph.input(name, shape);
    this.#read.set(name, input);
    return input;
  }
}
