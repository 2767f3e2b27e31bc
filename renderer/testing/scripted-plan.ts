import type { RunPlan, TriedPlacement } from '../../electron/contract/devices';
import { say, sayInEnglish, type Said } from '../../electron/contract/said';
import { TrainConfig } from '../../electron/contract/training';
import type { TrainOverrides, TrainPreset } from '../../electron/contract/training';

const speed = (images: string) => say('tried.speed', { speed: images });
/** What core says of something, as its records have it. */
export const said = (text: Said) => ({ detail: sayInEnglish(text), said: text });
const cpu = say('place.onnx.cpu');
const fastest = say('reason.fastest', {
  place: cpu,
  speed: '186',
  others: [
    say('reason.refused', { place: say('place.onnx.webgpu'), why: say('tried.noAdapter') }),
    say('reason.slower', { place: say('place.tensorflow.cpu'), speed: '72', best: '186' }),
  ],
});
const unmeasured = say('reason.unmeasured', { place: cpu });

/** How the scripted machine did: a processor alone. */
export const scriptedPlacements: TriedPlacement[] = [
  { engine: 'onnx', device: 'cpu', ok: true, imagesPerSecond: 186, memoryMiB: 1290, ...said(speed('186')) },
  {
    engine: 'onnx',
    device: 'webgpu',
    ok: false,
    imagesPerSecond: null,
    memoryMiB: null,
    ...said(say('tried.noAdapter')),
  },
  { engine: 'tensorflow', device: 'cpu', ok: true, imagesPerSecond: 72, memoryMiB: 2140, ...said(speed('72')) },
];

/** The scripted machine's answer to `runs.plan`. @param measured whether `devices.measure` has run */
export function scriptedPlan(preset: TrainPreset, overrides: TrainOverrides, measured: boolean): RunPlan {
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  const config = TrainConfig.parse({ ...scriptedConfig, ...(preset === 'article' ? article : {}), preset, ...given });
  const { steps, batch, imageSize, generatorWidth, microBatch } = config;
  const larger = (imageSize / 64) ** 2 * (generatorWidth / 64) ** 2;
  const imagesPerSecond = (measured ? 186 : 140) / larger;
  const reason = measured ? fastest : unmeasured;
  const freeMemoryMiB = 9400;
  const memoryMiB = Math.round(240 + 1050 * larger * (batch / 64));
  return {
    config,
    engine: 'onnx',
    device: 'cpu',
    form: 'tiled',
    reason: sayInEnglish(reason),
    reasonSaid: reason,
    imagesPerSecond,
    steps,
    totalMs: Math.round(5000 + (steps * batch * 1030) / imagesPerSecond),
    memoryMiB,
    freeMemoryMiB,
    fits: memoryMiB <= freeMemoryMiB,
    microBatch: microBatch > 0 ? microBatch : batch,
    alternatives: measured ? scriptedPlacements : [],
    measured,
  };
}

const article = { steps: 4000, flip: false, augment: [], emaDecay: 0 } as const;

const scriptedConfig = {
  engine: 'auto',
  device: 'auto',
  form: 'auto',
  imageSize: 64,
  latentDim: 100,
  generatorWidth: 64,
  discriminatorWidth: 64,
  batch: 64,
  steps: 6000,
  seed: 1,
  learningRate: 2e-4,
  discriminatorRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
  loss: 'bce',
  discriminatorNorm: 'batch',
  flip: true,
  augment: ['color', 'translation', 'cutout'],
  emaDecay: 0.999,
  checkpointEvery: 200,
  keepEvery: 2000,
  sampleEvery: 200,
  sampleCount: 64,
  threads: 0,
  microBatch: 0,
} as const;
