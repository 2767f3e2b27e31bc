import { Graph, type Tensor } from '../graph/graph';
import { add, concatenate, multiply, slice } from '../graph/operators';
import { augmentInputs, augmentPass, type AugmentedPass } from './augment';
import { prepareDiscriminator, runDiscriminator } from './discriminator';
import { runGenerator, type Gradients, type Lookup } from './generator';
import { generatedLoss, generatorLoss, meanProbability, realLoss } from './losses';
import {
  firstMomentOf,
  networkEntries,
  secondMomentOf,
  stateEntries,
  type NetworkName,
  type StateEntry,
} from './state';
import { StateInputs } from './state-inputs';
import { makeForm, nextOf, stepInputs, type FormName, type StepConfig } from './training-step';
import { found, imageOf, updateAverages, updateParameter, updateRunning } from './updates';

/** Names of the sums of gradients that go from one part of a batch to the next. */
export const sumOf = (name: string): string => `sum.${name}`;

/** A graph, and the state arrays that it reads and the ones that it gives out anew. */
export interface StepPart {
  graph: Graph;
  reads: readonly string[];
  writes: readonly string[];
}

/**
 * A training step in parts, for a machine with little memory: gradients of a few pictures at a time are added up, then
 * Adam makes its update. Equal to the whole step but for batch norm, whose statistics are of the pictures that pass
 * together, as in any framework that accumulates gradients; so are the running statistics, updated once for each part.
 * The generator passes forward a second time for its own update.
 */
export interface AccumulatedStep {
  /** One for each part of the batch: adds to the sums of the discriminator's gradients. Also lossD, dReal, dFake. */
  discriminatorGradients: StepPart;
  discriminatorUpdate: StepPart;
  /** With the new discriminator: adds to the sums of the generator's gradients. Also lossG, dFakeAfter. */
  generatorGradients: StepPart;
  generatorUpdate: StepPart;
  entries: readonly StateEntry[];
}

/** @param config its microBatch pictures pass at once, a divisor of the batch */
export function buildAccumulatedStep(config: StepConfig & { microBatch: number }, formName: FormName): AccumulatedStep {
  const part = (build: (part: Part) => void): StepPart => {
    const made = new Part(config, formName);
    build(made);
    return made.finish();
  };
  return {
    entries: stateEntries(config),
    discriminatorGradients: part(addDiscriminatorGradients),
    discriminatorUpdate: part((made) => made.update('discriminator')),
    generatorGradients: part(addGeneratorGradients),
    generatorUpdate: part((made) => {
      made.update('generator');
      const { config: asked, entries, newest, after } = made;
      if (asked.emaDecay > 0) updateAverages(made.graph.input(stepInputs.averageDecay, []), entries, newest, after);
    }),
  };
}

function addDiscriminatorGradients(part: Part): void {
  const { form, config, graph, before } = part;
  const { microBatch, imageSize, loss } = config;
  const pixels = graph.input(stepInputs.real, [microBatch, imageSize, imageSize, 3], 'uint8');
  const generated = runGenerator(form, config, before, part.noise());
  const real = part.augment('real')(imageOf(form, pixels)).output;
  const fake = part.augment('generated')(generated.image).output;
  const discriminator = prepareDiscriminator(form, config, before);
  const both = runDiscriminator(form, discriminator, form.concatenate(real, fake), 2);
  const realLogits = slice(both.logits, 0, 0, microBatch);
  const fakeLogits = slice(both.logits, 0, microBatch, 2 * microBatch);
  const lossReal = realLoss(loss, realLogits);
  const lossFake = generatedLoss(loss, fakeLogits);
  const gradients: Gradients = new Map();
  both.parameterGradients(concatenate([lossReal.gradient, lossFake.gradient], 0), gradients);
  part.addUp(gradients);
  // Every part of the batch sees the same iteration: the last one's result is kept.
  for (const [name, vector] of discriminator.vectors) part.after.set(name, vector);
  updateRunning(generated.statistics, 0, part.newest, part.after);
  updateRunning(both.statistics, 0, part.newest, part.after);
  updateRunning(both.statistics, 1, part.newest, part.after);
  graph.output('lossD', add(lossReal.value, lossFake.value));
  graph.output('dReal', meanProbability(realLogits));
  graph.output('dFake', meanProbability(fakeLogits));
}

function addGeneratorGradients(part: Part): void {
  const { form, config, graph, before } = part;
  const generated = runGenerator(form, config, before, part.noise());
  const discriminator = prepareDiscriminator(form, config, before);
  const again = part.augment('generatorUpdate')(generated.image);
  const judged = runDiscriminator(form, discriminator, again.output, 1);
  const loss = generatorLoss(config.loss, judged.logits);
  const gradients: Gradients = new Map();
  generated.backward(again.backward(judged.imageGradient(loss.gradient)), gradients);
  part.addUp(gradients);
  for (const [name, vector] of discriminator.vectors) part.after.set(name, vector);
  updateRunning(judged.statistics, 0, part.newest, part.after);
  graph.output('lossG', loss.value);
  graph.output('dFakeAfter', meanProbability(judged.logits));
}

/** One of the graphs while it is written: what it reads becomes its inputs. */
class Part {
  readonly graph = new Graph();
  readonly form;
  readonly entries: readonly StateEntry[];
  readonly after = new Map<string, Tensor>();
  readonly #inputs: StateInputs;

  constructor(
    readonly config: StepConfig & { microBatch: number },
    formName: FormName,
  ) {
    this.form = makeForm(formName, this.graph);
    this.entries = stateEntries(config);
    this.#inputs = new StateInputs(this.graph, this.form, this.entries);
  }

  readonly before: Lookup = (name) => this.#inputs.lookup(name);

  readonly newest: Lookup = (name) => this.after.get(name) ?? this.before(name);

  noise(): Tensor {
    return this.graph.input(stepInputs.noise, [this.config.microBatch, this.config.latentDim]);
  }

  augment(pass: AugmentedPass) {
    return augmentPass(this.form, augmentInputs(this.graph, pass, { ...this.config, batch: this.config.microBatch }));
  }

  /** Losses are means over a part of the batch: its gradients count by its share. */
  addUp(gradients: Gradients): void {
    const share = this.config.microBatch / this.config.batch;
    for (const [name, gradient] of gradients)
      this.after.set(sumOf(name), add(this.#sum(name, gradient.shape), multiply(gradient, share)));
  }

  /** Adam on one network, by the sums of its gradients. */
  update(network: NetworkName): void {
    const stepSize = network === 'generator' ? stepInputs.generatorStepSize : stepInputs.discriminatorStepSize;
    const inputs = { epsilon: this.graph.input(stepInputs.epsilon, []), stepSize: this.graph.input(stepSize, []) };
    for (const { name, trained } of networkEntries(network, this.config)) {
      if (!trained) continue;
      const [value] = [this.before(name), this.before(firstMomentOf(name)), this.before(secondMomentOf(name))];
      updateParameter(name, this.#sum(name, value.shape), this.before, this.after, inputs, this.config);
    }
  }

  finish(): StepPart {
    for (const name of this.after.keys()) this.graph.output(nextOf(name), found(this.after, name));
    return { graph: this.graph, reads: this.#inputs.names, writes: [...this.after.keys()] };
  }

  #sum(name: string, shape: readonly number[]): Tensor {
    return this.#inputs.input(sumOf(name), shape);
  }
}
