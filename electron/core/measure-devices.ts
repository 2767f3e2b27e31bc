import type { DeviceRecord, Placement, TriedPlacement } from '../contract/devices';
import { StudioError, reasonOf, toWire } from '../contract/errors';
import { say, type Said } from '../contract/said';
import type { CallContext, ResultOf } from '../contract/method';
import type { TrainConfig } from '../contract/training';
import type { TrainWorker } from '../contract/workers';
import { reportedValues } from '../ml/gan/training-step';
import { flopPerPicture, workloadOf } from '../ml/gan/step-cost';
import { describeMachine, saveDeviceRecord } from './device-records';
import { detailOf, formatSpeed, isSame, placementsOf, reference } from './placements';
import type { StudioState } from './studio-state';

type Probe = Exclude<ResultOf<TrainWorker, 'probe'>, { why: Said | string }>;

/** With less than this part of the processor, a speed is reckoned from what was left for it, up to a limit. */
const busyShare = 0.8;
const leastShare = 0.1;
export type MeasureProgress = { done: number; total: number; trying: Placement | null };

/** Relative difference in the first step's values that rounding explains; a broken driver is off by far more. */
const tolerance = 0.01;
/** How long the reference may take, and how much longer than it another placement: who is slower has lost. */
const usualLimits = { referenceMs: 300_000, leastMs: 30_000, timesReference: 4 };

/**
 * Makes a few real steps of a run's own size wherever this machine may train, each in a process of its own, since a list
 * of what should work means nothing and a crash or a hang must not take the studio along. What computes something else
 * than the processor is refused. The outcome is remembered in the user's folder.
 *
 * @throws {StudioError} `aborted`
 */
export async function measureDevices(
  state: StudioState,
  config: TrainConfig,
  { signal, report }: CallContext<MeasureProgress>,
  limits = usualLimits,
): Promise<DeviceRecord> {
  const placements = placementsOf();
  const tried: TriedPlacement[] = [];
  let expected: Probe | null = null;
  let limitMs = limits.referenceMs;
  for (const [done, placement] of placements.entries()) {
    if (isHopeless(placement, tried)) continue;
    report({ done, total: placements.length, trying: placement });
    const startedAt = performance.now();
    const found = await probeInProcess(state, placement, config, limitMs, signal);
    if (signal.aborted) throw new StudioError('aborted', say('stopped.measuring'));
    if ('why' in found) {
      tried.push({ ...placement, ...nothing, ...detailOf(found.why) });
      continue;
    }
    if (isSame(placement, reference)) {
      expected = found;
      limitMs = Math.max(limits.leastMs, limits.timesReference * (performance.now() - startedAt));
    }
    tried.push(judge(placement, found, expected));
  }
  report({ done: placements.length, total: placements.length, trying: null });
  const record: DeviceRecord = {
    machine: describeMachine(state.options.version),
    workload: workloadOf(config),
    flopPerPicture: flopPerPicture(config),
    measuredAt: new Date().toISOString(),
    placements: tried,
  };
  await saveDeviceRecord(state.options.userFolder, record);
  return record;
}

/** One library serves both of TensorFlow's devices: where it is not installed, one line says so. */
function isHopeless({ engine, device }: Placement, tried: readonly TriedPlacement[]): boolean {
  if (engine !== 'tensorflow' || device === 'cpu') return false;
  return tried.some((other) => other.engine === 'tensorflow' && /not installed/.test(other.detail));
}

const nothing = { ok: false, imagesPerSecond: null, memoryMiB: null };

function judge(placement: Placement, probe: Probe, expected: Probe | null): TriedPlacement {
  const { values, memoryMiB } = probe;
  if (!expected) return { ...placement, ...nothing, ...detailOf(say('tried.notCompared')) };
  const wrong = reportedValues.find(
    (name) => !(Math.abs(values[name] - expected.values[name]) <= tolerance * Math.abs(expected.values[name])),
  );
  if (wrong) {
    const [found, wanted] = [values[wrong].toPrecision(4), expected.values[wrong].toPrecision(4)];
    return { ...placement, ...nothing, ...detailOf(say('tried.wrong', { name: wrong, found, expected: wanted })) };
  }
  const { imagesPerSecond, text } = speedOf(placement, probe);
  return { ...placement, ok: true, imagesPerSecond, memoryMiB, ...detailOf(text) };
}

/** The speed that a training has the processor's whole attention with: other programs come and go. */
function speedOf({ device }: Placement, { imagesPerSecond, processorShare }: Probe) {
  if (device !== 'cpu' || processorShare >= busyShare)
    return { imagesPerSecond, text: say('tried.speed', { speed: formatSpeed(imagesPerSecond) }) };
  const undisturbed = imagesPerSecond / Math.max(processorShare, leastShare);
  const others = Math.round(100 * (1 - processorShare));
  return {
    imagesPerSecond: undisturbed,
    text: say('tried.busy', { speed: formatSpeed(undisturbed), others }),
  };
}

/** @returns what it has shown, or why it has shown nothing */
async function probeInProcess(
  state: StudioState,
  placement: Placement,
  config: TrainConfig,
  limitMs: number,
  signal: AbortSignal,
): Promise<Probe | { why: Said | string }> {
  const worker = state.workers.train();
  let isLate = false;
  const end = () => worker.kill();
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, limitMs);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await worker.client.run('probe', { placement, config });
  } catch (error) {
    if (isLate) return { why: say('tried.late', { seconds: Math.round(limitMs / 1000) }) };
    return { why: toWire(error).code === 'worker-crashed' ? say('tried.crashed') : reasonOf(error) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    worker.kill();
  }
}
