import type { DatasetSummary } from '../contract/api/datasets';
import { StudioError } from '../contract/errors';
import { say } from '../contract/said';
import type { TrainConfig, TrainOverrides, TrainPreset } from '../contract/training';
import { trainConfig } from '../ml/gan/presets';
import { findDataset, listDatasets } from './datasets';
import { readSettings } from './settings';
import type { StudioState } from './studio-state';

export interface RunRequest {
  /** Name of a frozen dataset; the newest without it. */
  dataset?: string | undefined;
  preset: TrainPreset;
  overrides: TrainOverrides;
}

/** @throws {StudioError} `not-found`, naming what there is */
export async function chooseDataset(state: StudioState, wanted: string | undefined): Promise<DatasetSummary> {
  return chooseOf(await listDatasets(state.project, state.options.log), wanted);
}

function chooseOf(known: readonly DatasetSummary[], wanted: string | undefined): DatasetSummary {
  const found = wanted === undefined ? known[0] : known.find(({ name }) => name === wanted);
  if (found) return found;
  if (known.length === 0) throw new StudioError('not-found', say('dataset.none'));
  throw new StudioError(
    'not-found',
    say('dataset.unknown', { name: wanted ?? '', known: known.map(({ name }) => name).join(', ') }),
  );
}

/** What a person has chosen for every run that asks for nothing else. */
async function usual({ options }: StudioState): Promise<TrainOverrides> {
  return { device: (await readSettings(options.userFolder)).device };
}

/** A run's settings on its dataset, whose picture size counts. */
export async function runConfig(
  state: StudioState,
  request: RunRequest,
): Promise<{ dataset: string; config: TrainConfig }> {
  const dataset = await chooseDataset(state, request.dataset);
  return { dataset: dataset.name, config: await configFor(state, request, dataset) };
}

/** As {@link runConfig}, for a look ahead: where there is no dataset yet, the preset's picture size is taken. */
export async function intendedConfig(state: StudioState, request: RunRequest): Promise<TrainConfig> {
  const { openProject, options } = state;
  const asked =
    openProject === null || request.dataset === undefined ? null : await findDataset(openProject, request.dataset);
  if (asked) return configFor(state, request, asked);
  const known = openProject === null ? [] : await listDatasets(openProject, options.log);
  const isOpen = request.dataset === undefined && known.length === 0;
  return configFor(state, request, isOpen ? null : chooseOf(known, request.dataset));
}

async function configFor(
  state: StudioState,
  { preset, overrides }: RunRequest,
  dataset: DatasetSummary | null,
): Promise<TrainConfig> {
  const size = dataset === null ? {} : { imageSize: dataset.imageSize };
  return trainConfig(preset, { ...(await usual(state)), ...overrides, ...size });
}
