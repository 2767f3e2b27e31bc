import type { TrainConfig } from '../../contract/training';
import { adamScalars, type AdamInputs } from '../graph/adam';
import type { Form } from '../graph/form';
import { Graph, type Tensor } from '../graph/graph';
import { Im2colForm } from '../graph/im2col/im2col-form';
import { NativeForm } from '../graph/native/native-form';
import { add, concatenate, slice } from '../graph/operators';
import { TiledForm } from '../graph/tiled/tiled-form';
import { augmentInputs, augmentPass, type AugmentedPass } from './augment';
import { prepareDiscriminator, runDiscriminator } from './discriminator';
import { runGenerator, type Gradients, type Lookup } from './generator';
import { generatedLoss, generatorLoss, meanProbability, realLoss } from './losses';
import { stateEntries, type StateEntry } from './state';
import { averageDecay, found, imageOf, updateAverages, updateParameter, updateRunning } from './updates';

/** What decides the graph of a step. Two runs that agree in these share it. */
export type StepConfig = Pick<
  TrainConfig,
  | 'imageSize'
  | 'latentDim'
  | 'generatorWidth'
  | 'discriminatorWidth'
  | 'discriminatorNorm'
  | 'batch'
  | 'beta1'
  | 'beta2'
  | 'loss'
  | 'augment'
  | 'emaDecay'
>;
export type FormName = Form['name'];

/** Names of the graph's inputs besides the state. */
export const stepInputs = {
  /** uint8 [batch, imageSize, imageSize, 3], RGB. */
  real: 'real',
  /** [batch, latentDim] */
  noise: 'noise',
  /** Scalars; see adamScalars. */
  generatorStepSize: 'adam.generator.stepSize',
  discriminatorStepSize: 'adam.discriminator.stepSize',
  epsilon: 'adam.epsilon',
  /** Scalar, present with emaDecay > 0; see averageDecay. */
  averageDecay: 'average.decay',
} as const;

/** Outputs besides the next state: the five values that the tutorial reports. */
export const reportedValues = ['lossD', 'lossG', 'dReal', 'dFake', 'dFakeAfter'] as const;
export type ReportedValue = (typeof reportedValues)[number];

/** The output that holds a state array after the step. */
export const nextOf = (name: string): string => `next.${name}`;

export function makeForm(name: FormName, graph: Graph): Form {
  if (name === 'native') return new NativeForm(graph);
  return name === 'tiled' ? new TiledForm(graph) : new Im2colForm(graph);
}

/**
 * One training step as a graph: both networks' forward and backward passes and Adam. In the order of PyTorch's DCGAN
 * tutorial: the discriminator learns from a real and a generated batch, then the generator from the updated
 * discriminator. Real and generated pictures pass the discriminator as one batch with statistics apart.
 */
export function buildTrainingStep(
  config: StepConfig,
  formName: FormName,
): { graph: Graph; form: Form; state: StateEntry[] } {
  const graph = new Graph();
  const form = makeForm(formName, graph);
  const { batch, imageSize, latentDim } = config;
  const entries = stateEntries(config);
  const pixels = graph.input(stepInputs.real, [batch, imageSize, imageSize, 3], 'uint8');
  const noise = graph.input(stepInputs.noise, [batch, latentDim]);
  const epsilon = graph.input(stepInputs.epsilon, []);
  const generatorAdam = { epsilon, stepSize: graph.input(stepInputs.generatorStepSize, []) };
  const discriminatorAdam = { epsilon, stepSize: graph.input(stepInputs.discriminatorStepSize, []) };
  const augment = (pass: AugmentedPass) => augmentPass(form, augmentInputs(graph, pass, config));
  const before = new Map(
    entries.map(({ name, shape, geometry }) => [
      name,
      graph.input(name, geometry ? form.weightShape(geometry) : shape),
    ]),
  );
  const after = new Map<string, Tensor>();
  const old: Lookup = (name) => found(before, name);
  const newest: Lookup = (name) => after.get(name) ?? found(before, name);
  const update = (gradients: Gradients, inputs: AdamInputs): void => {
    for (const [name, gradient] of gradients) updateParameter(name, gradient, old, after, inputs, config);
  };

  const generated = runGenerator(form, config, old, noise);
  const real = augment('real')(imageOf(form, pixels)).output;
  const fake = augment('generated')(generated.image).output;
  const discriminator = prepareDiscriminator(form, config, old);
  const both = runDiscriminator(form, discriminator, form.concatenate(real, fake), 2);
  const realLogits = slice(both.logits, 0, 0, batch);
  const fakeLogits = slice(both.logits, 0, batch, 2 * batch);
  const lossReal = realLoss(config.loss, realLogits);
  const lossFake = generatedLoss(config.loss, fakeLogits);
  const discriminatorGradients: Gradients = new Map();
  both.parameterGradients(concatenate([lossReal.gradient, lossFake.gradient], 0), discriminatorGradients);
  update(discriminatorGradients, discriminatorAdam);
  for (const [name, vector] of discriminator.vectors) after.set(name, vector);

  const updated = prepareDiscriminator(form, config, newest);
  const again = augment('generatorUpdate')(generated.image);
  const judged = runDiscriminator(form, updated, again.output, 1);
  const lossG = generatorLoss(config.loss, judged.logits);
  const generatorGradients: Gradients = new Map();
  generated.backward(again.backward(judged.imageGradient(lossG.gradient)), generatorGradients);
  update(generatorGradients, generatorAdam);
  for (const [name, vector] of updated.vectors) after.set(name, vector);

  updateRunning(generated.statistics, 0, newest, after);
  updateRunning(both.statistics, 0, newest, after);
  updateRunning(both.statistics, 1, newest, after);
  updateRunning(judged.statistics, 0, newest, after);
  if (config.emaDecay > 0) updateAverages(graph.input(stepInputs.averageDecay, []), entries, newest, after);

  for (const { name } of entries) graph.output(nextOf(name), found(after, name));
  const reported: Record<ReportedValue, Tensor> = {
    lossD: add(lossReal.value, lossFake.value),
    lossG: lossG.value,
    dReal: meanProbability(realLogits),
    dFake: meanProbability(fakeLogits),
    dFakeAfter: meanProbability(judged.logits),
  };
  for (const name of reportedValues) graph.output(name, reported[name]);
  return { graph, form, state: entries };
}

/**
 * The scalars that a step is fed with, by input name.
 *
 * @param step the step that is about to be made, from 1
 */
export function stepScalars(
  step: number,
  config: Pick<TrainConfig, 'learningRate' | 'discriminatorRate' | 'beta1' | 'beta2' | 'emaDecay'>,
): Map<string, number> {
  const generator = adamScalars(step, config);
  const discriminator = adamScalars(step, { ...config, learningRate: config.discriminatorRate });
  const scalars = new Map([
    [stepInputs.generatorStepSize as string, generator.stepSize],
    [stepInputs.discriminatorStepSize, discriminator.stepSize],
    [stepInputs.epsilon, generator.epsilon],
  ]);
  if (config.emaDecay > 0) scalars.set(stepInputs.averageDecay, averageDecay(step, config.emaDecay));
  return scalars;
}
