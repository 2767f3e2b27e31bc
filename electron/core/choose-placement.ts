import type { DeviceRecord, Placement, TriedPlacement } from '../contract/devices';
import type { TrainConfig } from '../contract/training';
import { flopPerPicture, workloadOf } from '../ml/gan/step-cost';
import { formatSpeed, isAllowed, isSame, placementName, reference } from './placements';

export interface Choice {
  placement: Placement;
  /** For a person: why this one, and why not the others. */
  reason: string;
  imagesPerSecond: number;
  /** What is known of every placement, for a training of this size. */
  alternatives: TriedPlacement[];
  /** Whether the speeds were measured at this very size. */
  measured: boolean;
}

/** Direct-convolution GFLOP/s that one core is good for when nothing at all was measured: cautious, of a processor of 2020. */
const assumedGflopsPerCore = 120;

/**
 * The fastest placement that works and that the run's settings allow, by what was measured on this machine.
 *
 * @param records of this machine, newest first
 * @param cores   that a training can use
 */
export function choosePlacement(config: TrainConfig, records: readonly DeviceRecord[], cores: number): Choice {
  const exact = records.find(({ workload }) => workload === workloadOf(config));
  const nearest = exact ?? nearestRecord(config, records);
  const alternatives = nearest ? scaled(nearest, config) : [];
  const measured = exact !== undefined;
  const allowed = alternatives.filter((tried) => isAllowed(tried, config));
  const best = allowed
    .filter(({ ok }) => ok)
    .reduce<TriedPlacement | null>((a, b) => (a && speedOf(a) >= speedOf(b) ? a : b), null);
  const asked = askedFor(config);
  const placement = best ? { engine: best.engine, device: best.device } : (asked ?? fallback(config));
  const known = alternatives.find((tried) => isSame(tried, placement));
  const imagesPerSecond = known?.imagesPerSecond ?? (assumedGflopsPerCore * 1e9 * cores) / flopPerPicture(config);
  const choice = { placement, imagesPerSecond, alternatives, measured };
  if (asked) return { ...choice, reason: known && !known.ok ? `Asked for, although ${known.detail}.` : 'Asked for.' };
  if (!best)
    return {
      ...choice,
      reason: `Nothing was measured on this machine yet: ${placementName(placement)} runs everywhere.`,
    };
  return { ...choice, reason: explain(best, allowed, measured) };
}

function explain(best: TriedPlacement, tried: readonly TriedPlacement[], measured: boolean): string {
  const others = tried.filter((other) => !isSame(other, best));
  const speed = formatSpeed(speedOf(best));
  const losses = others.map((other) =>
    other.ok
      ? `${placementName(other)}: ${formatSpeed(speedOf(other))} images/s against ${speed}.`
      : `${placementName(other)}: ${other.detail}.`,
  );
  const how = measured ? '' : ', by a training of another size';
  return [`${placementName(best)} is the fastest here: ${speed} images/s${how}.`, ...losses].join(' ');
}

const speedOf = ({ imagesPerSecond }: TriedPlacement): number => imagesPerSecond ?? 0;

/** What the settings ask for when they leave no choice. */
function askedFor({ engine, device }: TrainConfig): Placement | null {
  return engine === 'auto' || device === 'auto' ? null : { engine, device };
}

function fallback({ engine, device }: TrainConfig): Placement {
  return {
    engine: engine === 'auto' ? reference.engine : engine,
    device: device === 'auto' ? reference.device : device,
  };
}

/** The measurement whose training is most like this one. */
function nearestRecord(config: TrainConfig, records: readonly DeviceRecord[]): DeviceRecord | undefined {
  const flop = flopPerPicture(config);
  const farness = (record: DeviceRecord): number => Math.abs(Math.log(record.flopPerPicture / flop));
  return [...records].sort((a, b) => farness(a) - farness(b))[0];
}

/** Another training's speeds, for one with more or less arithmetic a picture. */
function scaled({ flopPerPicture: measuredFlop, placements }: DeviceRecord, config: TrainConfig): TriedPlacement[] {
  const factor = measuredFlop / flopPerPicture(config);
  if (factor === 1) return placements;
  return placements.map((tried) =>
    tried.imagesPerSecond === null
      ? tried
      : {
          ...tried,
          imagesPerSecond: tried.imagesPerSecond * factor,
          memoryMiB: null,
          detail: `about ${formatSpeed(tried.imagesPerSecond * factor)} images/s`,
        },
  );
}
