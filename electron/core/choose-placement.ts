import type { DeviceRecord, Placement, TriedPlacement } from '../contract/devices';
import { say, type Said } from '../contract/said';
import type { TrainConfig } from '../contract/training';
import { flopPerPicture, workloadOf } from '../ml/gan/step-cost';
import { detailOf, formatSpeed, isAllowed, isSame, reference, sayPlacement } from './placements';

export interface Choice {
  placement: Placement;
  /** For a person: why this one, and why not the others. */
  reason: Said;
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
  if (asked) {
    const isRefused = known !== undefined && !known.ok;
    return { ...choice, reason: isRefused ? say('reason.askedAlthough', { why: whyOf(known) }) : say('reason.asked') };
  }
  if (!best) return { ...choice, reason: say('reason.unmeasured', { place: sayPlacement(placement) }) };
  return { ...choice, reason: explain(best, allowed, measured) };
}

function explain(best: TriedPlacement, tried: readonly TriedPlacement[], measured: boolean): Said {
  const others = tried.filter((other) => !isSame(other, best));
  const speed = formatSpeed(speedOf(best));
  const losses = others.map((other) =>
    other.ok
      ? say('reason.slower', { place: sayPlacement(other), speed: formatSpeed(speedOf(other)), best: speed })
      : say('reason.refused', { place: sayPlacement(other), why: whyOf(other) }),
  );
  const key = measured ? 'reason.fastest' : 'reason.fastestScaled';
  return say(key, { place: sayPlacement(best), speed, others: losses });
}

const whyOf = ({ detail, said }: TriedPlacement): Said | string => said ?? detail;

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
          ...detailOf(say('tried.about', { speed: formatSpeed(tried.imagesPerSecond * factor) })),
        },
  );
}
