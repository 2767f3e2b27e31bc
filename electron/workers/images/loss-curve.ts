import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';
import { fileError, writeFileAtomic } from '../../storage/atomic';
import { drawText, fitText, textWidth } from './stroke-font';

interface Losses {
  step: number;
  lossD: number;
  lossG: number;
}

const ink = '#24222a';
const quiet = '#77737e';
const grid = '#e7e4df';
const curves = [
  { key: 'lossG', label: 'Generator', color: '#c2543b' },
  { key: 'lossD', label: 'Discriminator', color: '#3a5ba9' },
] as const;

/** The losses of every whole line; a line that was cut by a crash is passed over. */
export function parseLosses(metrics: string): Losses[] {
  const losses = new Map<number, Losses>();
  for (const line of metrics.split('\n')) {
    if (!line.trim()) continue;
    try {
      const { step, lossD, lossG } = JSON.parse(line) as Partial<Losses>;
      // A resumed run writes the steps after its checkpoint again: the later line holds.
      if (typeof step === 'number' && Number.isFinite(lossD) && Number.isFinite(lossG))
        losses.set(step, { step, lossD: lossD as number, lossG: lossG as number });
    } catch {
      continue;
    }
  }
  return [...losses.values()].sort((a, b) => a.step - b.step);
}

/** Round numbers, about `count` of them, from below `low` to above `high`. */
export function roundTicks(low: number, high: number, count: number): number[] {
  const span = Math.max(high - low, 1e-9);
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = Math.floor(low / step); tick * step < high + step * 0.999; tick += 1)
    ticks.push(Number((tick * step).toPrecision(12)));
  return ticks;
}

/** Exponential average whose start is not pulled towards zero (Adam, arXiv:1412.6980, section 3). */
export function smooth(values: readonly number[], decay: number): number[] {
  let mean = 0;
  let weight = 0;
  return values.map((value) => {
    mean = decay * mean + (1 - decay) * value;
    weight = decay * weight + (1 - decay);
    return mean / weight;
  });
}

/** At most `limit` points; each keeps the extremes of those that it stands for, so that a spike stays visible. */
function thin(points: readonly (readonly [number, number])[], limit: number): (readonly [number, number])[] {
  if (points.length <= limit) return [...points];
  const bucket = Math.ceil((points.length * 2) / limit);
  const kept: (readonly [number, number])[] = [];
  for (let from = 0; from < points.length; from += bucket) {
    const part = points.slice(from, from + bucket);
    const low = part.reduce((a, b) => (b[1] < a[1] ? b : a));
    const high = part.reduce((a, b) => (b[1] > a[1] ? b : a));
    kept.push(...(low[0] <= high[0] ? [low, high] : [high, low]));
  }
  return kept;
}

/** The chart as SVG: faint raw losses, strong smoothed ones with their names at their ends. */
export function lossCurveSvg(losses: readonly Losses[], title: string): string {
  const [width, height] = [1280, 720];
  const box = { left: 92, right: width - 176, top: 96, bottom: height - 84 };
  const steps = losses.map(({ step }) => step);
  const last = steps.at(-1) ?? 1;
  // The top few values of a GAN's first steps would press all the rest flat.
  const sorted = losses.flatMap(({ lossD, lossG }) => [lossD, lossG]).sort((a, b) => a - b);
  const high = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.995))] ?? 1;
  const low = Math.min(0, sorted[0] ?? 0);
  const yTicks = roundTicks(low, Math.max(high, 0.5), 5);
  const xTicks = roundTicks(0, last, 6).filter((tick) => Number.isInteger(tick) && tick <= last * 1.0001);
  const [bottom, top] = [yTicks[0] ?? 0, yTicks.at(-1) ?? 1];
  const x = (step: number) => box.left + ((box.right - box.left) * step) / Math.max(1, last);
  const y = (loss: number) => box.bottom - ((box.bottom - box.top) * (loss - bottom)) / (top - bottom);
  const path = (points: readonly (readonly [number, number])[]) =>
    thin(points, 2400)
      .map(([step, loss], index) => `${index ? 'L' : 'M'}${x(step).toFixed(1)} ${y(loss).toFixed(1)}`)
      .join('');
  const number = (value: number) => (Math.abs(value) >= 10_000 ? `${value / 1000}k` : String(value));

  let svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs><clipPath id="box"><rect x="${box.left}" y="${box.top - 6}" width="${box.right - box.left}" height="${box.bottom - box.top + 12}"/></clipPath></defs><rect width="${width}" height="${height}" fill="#fbfaf8"/>`;
  svg += drawText('Generator and discriminator loss during training', box.left, 46, {
    size: 26,
    color: ink,
    weight: 'bold',
  });
  svg += drawText(fitText(title, 16, box.right - box.left), box.left, 74, { size: 16, color: quiet });
  for (const tick of yTicks) {
    svg += `<path d="M${box.left} ${y(tick).toFixed(1)}H${box.right}" stroke="${grid}" stroke-width="1"/>`;
    svg += drawText(number(tick), box.left - 14, y(tick) + 6, { size: 16, color: quiet, anchor: 'end' });
  }
  for (const tick of xTicks) {
    svg += `<path d="M${x(tick).toFixed(1)} ${box.bottom}v7" stroke="#b9b5af" stroke-width="1"/>`;
    svg += drawText(number(tick), x(tick), box.bottom + 28, { size: 16, color: quiet, anchor: 'middle' });
  }
  svg += `<path d="M${box.left} ${box.bottom}H${box.right}" stroke="#b9b5af" stroke-width="1"/>`;
  svg += drawText('step', (box.left + box.right) / 2, height - 24, { size: 17, color: quiet, anchor: 'middle' });
  svg += drawText('loss', 34, (box.top + box.bottom) / 2, { size: 17, color: quiet, anchor: 'middle', rotate: -90 });

  const decay = Math.min(0.98, Math.max(0, 1 - 12 / Math.max(1, losses.length)));
  const ends: { label: string; color: string; y: number }[] = [];
  svg += '<g clip-path="url(#box)" fill="none" stroke-linejoin="round">';
  for (const { key, label, color } of curves) {
    const values = losses.map((loss) => loss[key]);
    const averaged = smooth(values, decay);
    const points = (list: readonly number[]) => list.map((value, index) => [steps[index] ?? 0, value] as const);
    svg += `<path d="${path(points(values))}" stroke="${color}" stroke-opacity=".26" stroke-width="1.2"/>`;
    svg += `<path d="${path(points(averaged))}" stroke="${color}" stroke-width="3" stroke-linecap="round"/>`;
    ends.push({ label, color, y: Math.min(box.bottom, Math.max(box.top, y(averaged.at(-1) ?? 0))) });
  }
  svg += '</g>';
  // Two names never lie on each other.
  const [upper, lower] = ends.sort((a, b) => a.y - b.y);
  if (upper && lower && lower.y - upper.y < 26) {
    const middle = (upper.y + lower.y) / 2;
    upper.y = middle - 13;
    lower.y = middle + 13;
  }
  for (const end of ends) {
    const size = textWidth(end.label, 18) > width - box.right - 20 ? 15 : 18;
    svg += drawText(end.label, box.right + 12, end.y + 6, { size, color: end.color, weight: 'bold' });
  }
  return `${svg}</svg>`;
}

/**
 * Draws the loss curve of a metrics.jsonl as a PNG file.
 *
 * @throws {StudioError} `not-found`, `nothing-to-do` before the first step, `disk-full`
 */
export async function drawLossCurve(metrics: string, file: string, title: string): Promise<void> {
  const text = await readFile(metrics, 'utf8').catch((error: unknown) => {
    throw fileError(metrics, error);
  });
  const losses = parseLosses(text);
  if (losses.length === 0) throw new StudioError('nothing-to-do', say('run.noCurve', { file: metrics }));
  const picture = await sharp(Buffer.from(lossCurveSvg(losses, title)))
    .removeAlpha()
    .png()
    .toBuffer();
  await writeFileAtomic(file, picture);
}
