import type { Placement } from '../contract/devices';
import { reasonOf } from '../contract/errors';
import { say } from '../contract/said';
import type { TrainConfig } from '../contract/training';
import type { Choice } from './choose-placement';
import { forgetPlacement } from './device-records';
import { measureDevices, type MeasureProgress } from './measure-devices';
import { isAllowed, isSame, placementName, placementsOf, reference, sayPlacement } from './placements';
import { chooseFor } from './plan-run';
import type { StudioState } from './studio-state';

/** A run shorter than this is over before a comparison would pay. */
const worthMeasuringMs = 180_000;

export type Placed = Pick<Choice, 'placement' | 'reason'>;

/**
 * Engine and device for a run that is about to train: what its settings ask for; where it trained before, so that a resume
 * is exact; else the fastest, measured now if that was not done yet and the run is long enough.
 *
 * @param before where the run has trained, null for a new one
 * @param steps  that are still to be made
 */
export async function placeRun(
  state: StudioState,
  config: TrainConfig,
  before: Placement | null,
  steps: number,
  signal: AbortSignal,
): Promise<Placed> {
  const choice = await chooseFor(state, config);
  const { engine, device } = config;
  if (engine !== 'auto' && device !== 'auto') return choice;
  if (before && isAllowed(before, config) && isTrustworthy(before, choice))
    return { placement: before, reason: say('reason.before', { place: sayPlacement(before) }) };
  if (choice.measured) return choice;
  const expectedMs = (steps * config.batch * 1000) / choice.imagesPerSecond;
  const isOpen = placementsOf().filter((placement) => isAllowed(placement, config)).length > 1;
  if (expectedMs < worthMeasuringMs || !isOpen)
    return { ...choice, reason: say('reason.short', { place: sayPlacement(choice.placement) }) };
  await measureAsJob(state, config, signal);
  return chooseFor(state, config);
}

/**
 * What to do when a run's device failed before its first step although it was said to work: that is noted, and the fastest
 * of those that agreed and have not failed takes over, in the end the reference; if the settings allow.
 *
 * @param failed all that this run has tried, the last one now
 * @returns null when there is no other choice
 */
export async function placeElsewhere(
  state: StudioState,
  config: TrainConfig,
  failed: readonly Placement[],
  error: unknown,
): Promise<Placed | null> {
  const last = failed.at(-1) as Placement;
  await forgetPlacement(state.options.userFolder, last, reasonOf(error));
  const { placement: best } = await chooseFor(state, config);
  const isLeft = (placement: Placement): boolean =>
    isAllowed(placement, config) && !failed.some((other) => isSame(other, placement));
  const placement = [best, reference].find(isLeft);
  if (!placement) return null;
  return {
    placement,
    reason: say('reason.failed', {
      place: sayPlacement(placement),
      failed: sayPlacement(last),
      why: reasonOf(error),
    }),
  };
}

/** Unless a later measurement says that it works no more. */
function isTrustworthy(before: Placement, { alternatives }: Choice): boolean {
  const known = alternatives.find((tried) => placementName(tried) === placementName(before));
  return known?.ok ?? before.device === reference.device;
}

/** A job of its own, so that a window shows what the run is waiting for. */
function measureAsJob(state: StudioState, config: TrainConfig, signal: AbortSignal): Promise<unknown> {
  return state.jobs.run({
    method: 'devices.measure',
    params: { preset: config.preset, overrides: config },
    // The run holds the lane of trainings already.
    lane: 'none',
    signal,
    report: () => undefined,
    work: (context) =>
      measureDevices(state, config, context as { signal: AbortSignal; report: (progress: MeasureProgress) => void }),
  });
}
