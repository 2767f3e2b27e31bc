import type { DeviceRecord, Placement, TriedPlacement } from '../contract/devices';
import { StudioError, toWire } from '../contract/errors';
import type { CallContext, ResultOf } from '../contract/method';
import type { TrainConfig } from '../contract/training';
import type { TrainWorker } from '../contract/workers';
import { flopPerPicture, workloadOf } from '../ml/gan/step-cost';
import { describeMachine, saveDeviceRecord } from './device-records';
import { formatSpeed, isSame, placementName, placementsOf, reference } from './placements';
import type { StudioState } from './studio-state';

type Probe = ResultOf<TrainWorker, 'probe'>;
export type MeasureProgress = { done: number; total: number; trying: Placement | null };

/** Relative difference in the first step's values that rounding explains; a broken driver is off by far more. */
const tolerance = 0.01;
/** How long the reference may take, and how much longer than it another placement: who is slower has lost. */
const limits = { referenceMs: 300_000, leastMs: 30_000, timesReference: 4 };

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
): Promise<DeviceRecord> {
  const placements = placementsOf();
  const tried: TriedPlacement[] = [];
  let expected: Probe | null = null;
  let limitMs = limits.referenceMs;
  for (const placement of placements) {
    if (isHopeless(placement, tried)) continue;
    report({ done: placements.indexOf(placement), total: placements.length, trying: placement });
    const startedAt = performance.now();
    try {
      const probe = await probeInProcess(state, placement, config, limitMs, signal);
      if (isSame(placement, reference)) {
        expected = probe;
        limitMs = Math.max(limits.leastMs, limits.timesReference * (performance.now() - startedAt));
      }
      tried.push(judge(placement, probe, expected));
    } catch (error) {
      if (signal.aborted) throw new StudioError('aborted', 'Stopped before every device was tried.');
      tried.push({ ...placement, ok: false, imagesPerSecond: null, memoryMiB: null, detail: toWire(error).message });
    }
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

function judge(placement: Placement, { values, imagesPerSecond, memoryMiB }: Probe, expected: Probe | null) {
  const wrong = Object.entries(expected?.values ?? {}).find(([name, value]) => {
    const found = values[name as keyof Probe['values']];
    return !(Math.abs(found - value) <= tolerance * Math.abs(value));
  });
  const failed = { ...placement, ok: false, imagesPerSecond: null, memoryMiB: null };
  if (wrong) {
    const [name, value] = wrong;
    const found = values[name as keyof Probe['values']];
    const detail = `${placementName(placement)} computes ${name} as ${found.toPrecision(4)} where the processor finds ${value.toPrecision(4)}.`;
    return { ...failed, detail };
  }
  const detail = `${formatSpeed(imagesPerSecond)} images/s`;
  return { ...placement, ok: true, imagesPerSecond, memoryMiB, detail };
}

async function probeInProcess(
  state: StudioState,
  placement: Placement,
  config: TrainConfig,
  limitMs: number,
  signal: AbortSignal,
): Promise<Probe> {
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
    const name = placementName(placement);
    const { code } = toWire(error);
    if (isLate)
      throw new StudioError(
        'device-unavailable',
        `${name} did not finish two steps within ${Math.round(limitMs / 1000)} seconds.`,
        { cause: error },
      );
    if (code === 'worker-crashed')
      throw new StudioError('device-unavailable', `${name} crashed while making a step.`, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    worker.kill();
  }
}
