import { Graph } from '../graph/graph';
import { mean, slice } from '../graph/operators';
import { prepareDiscriminator, runDiscriminator } from './discriminator';
import { runGenerator } from './generator';
import type { Architecture } from './networks';
import { stateEntries } from './state';
import { StateInputs } from './state-inputs';
import { makeForm, stepInputs, type FormName, type StepConfig } from './training-step';
import { imageOf } from './updates';

/** Names of the graph's inputs besides the state, and of its outputs: mean logits, scalars. */
export const judgementInputs = { known: 'photos.known', heldOut: 'photos.heldOut', noise: stepInputs.noise } as const;
export const judgementOutputs = ['known', 'heldOut', 'generated'] as const;

/**
 * What the discriminator thinks of three batches that nothing is learned from, with statistics apart as in a training step.
 *
 * @returns a graph with `known` and `heldOut`, uint8 [batch, side, side, 3], `noise` [batch, latentDim], and of the state what
 *   `reads` names
 */
export function buildJudgement(
  config: Architecture & Pick<StepConfig, 'emaDecay'>,
  batch: number,
  formName: FormName,
): { graph: Graph; reads: string[] } {
  const graph = new Graph();
  const form = makeForm(formName, graph);
  const { imageSize, latentDim } = config;
  const state = new StateInputs(graph, form, stateEntries(config));
  const photos = (name: string) => imageOf(form, graph.input(name, [batch, imageSize, imageSize, 3], 'uint8'));
  const [known, heldOut] = [photos(judgementInputs.known), photos(judgementInputs.heldOut)];
  const generated = runGenerator(
    form,
    config,
    state.lookup,
    graph.input(judgementInputs.noise, [batch, latentDim]),
  ).image;
  const all = form.concatenate(form.concatenate(known, heldOut), generated);
  const { logits } = runDiscriminator(
    form,
    prepareDiscriminator(form, config, state.lookup),
    all,
    judgementOutputs.length,
  );
  judgementOutputs.forEach((name, group) =>
    graph.output(name, mean(slice(logits, 0, group * batch, (group + 1) * batch), [0, 1])),
  );
  return { graph, reads: state.names };
}
