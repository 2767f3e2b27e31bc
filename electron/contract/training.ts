import { z } from 'zod';
import { Said } from './said';

/** `article` is the DCGAN tutorial exactly; `better` what measured best on small collections. */
export const TrainPreset = z.enum(['article', 'better']);
export type TrainPreset = z.infer<typeof TrainPreset>;

/**
 * `onnx` is in every copy of the studio; `tensorflow` needs a native library of its own (`npm run tensorflow`). `auto`
 * takes whichever is faster on this machine.
 */
export const TrainEngine = z.enum(['auto', 'onnx', 'tensorflow']);
export type TrainEngine = z.infer<typeof TrainEngine>;

/** Where the arithmetic runs. `auto` takes the fastest device that works on this machine. */
export const TrainDevice = z.enum(['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml']);
export type TrainDevice = z.infer<typeof TrainDevice>;

/** How the networks are emitted: `tiled` multiplies least (CPU), `im2col` uses plain operators only (GPUs), `native` takes least memory. */
export const TrainForm = z.enum(['auto', 'tiled', 'im2col', 'native']);
export type TrainForm = z.infer<typeof TrainForm>;

export const ImageSize = z.union([z.literal(64), z.literal(128)]);
export type ImageSize = z.infer<typeof ImageSize>;

export const Augmentation = z.enum(['color', 'translation', 'cutout']);
export type Augmentation = z.infer<typeof Augmentation>;

const MicroBatch = z.int().min(0).max(512);
const AugmentTarget = z.number().min(0).max(1);
const AugmentAfter = z.number().min(0).max(1_000_000);

/** Everything that decides what a run computes. Kept as config.json in the run folder; never changed after the start. */
export const TrainConfig = z.object({
  preset: TrainPreset,
  engine: TrainEngine,
  device: TrainDevice,
  form: TrainForm,
  /** Side of the square pictures, in pixels. 64: DCGAN (arXiv:1511.06434), section 4. */
  imageSize: ImageSize,
  /** Length of the latent vector z. 100: DCGAN, section 4. */
  latentDim: z.int().min(1).max(1024),
  /** Channels of the generator's last feature map; earlier ones have 2, 4, 8 times as many. 64: PyTorch's DCGAN tutorial. */
  generatorWidth: z.int().min(4).max(256),
  /** Channels of the discriminator's first feature map. 64: PyTorch's DCGAN tutorial. */
  discriminatorWidth: z.int().min(4).max(256),
  /** Real pictures, and as many generated ones, in a step. The tutorial takes 128. Small ones take more steps a second: decision 15. */
  batch: z.int().min(2).max(512),
  /** One step is one update of the discriminator and one of the generator. */
  steps: z.int().min(1).max(10_000_000),
  /** Everything random follows from it: first weights, order of pictures, noise, augmentation. */
  seed: z.int().min(0).max(0xffff_ffff),
  /** Adam's step size for the generator. 2e-4: DCGAN, section 4. */
  learningRate: z.number().positive().max(0.1),
  /** Adam's step size for the discriminator. DCGAN has one rate for both; two: Heusel et al. (arXiv:1706.08500). */
  discriminatorRate: z.number().positive().max(0.1),
  /** Adam's decay of the first moment. 0.5: DCGAN, section 4. */
  beta1: z.number().min(0).max(0.999),
  /** Adam's decay of the second moment. 0.999: Adam (arXiv:1412.6980). */
  beta2: z.number().min(0.5).max(0.99999),
  /** `bce`: DCGAN's logistic loss. `hinge`: Geometric GAN (arXiv:1705.02894), as used with spectral norm. */
  loss: z.enum(['bce', 'hinge']),
  /** `batch`: DCGAN. `spectral`: SN-GAN (arXiv:1802.05957) in place of the discriminator's batch norm. */
  discriminatorNorm: z.enum(['batch', 'spectral']),
  /** Mirror each real picture with probability one half: doubles a small collection. */
  flip: z.boolean(),
  /** DiffAugment (arXiv:2006.10738), on real and generated pictures, in both updates. Empty: none. */
  augment: z.array(Augmentation).max(3),
  /** Passes over the photos before the augmentation begins: it helps once they are known by heart, not before (decision 15). 0: from the start. */
  augmentAfter: AugmentAfter.default(0),
  /**
   * So much may the discriminator know the photos by heart (0: not at all, 1: new photos are as false to it as generated
   * pictures) before pictures are augmented, and then so many as keep it there; measured on the validation split. 0: all
   * pictures are augmented. Adaptive augmentation (arXiv:2006.06676), section 3, r_v.
   */
  augmentTarget: AugmentTarget.default(0),
  /** Decay of the averaged generator that draws samples and is exported (arXiv:1806.04498). 0: no average. */
  emaDecay: z.number().min(0).max(0.99999),
  /** Steps between checkpoints; the newest three are kept. */
  checkpointEvery: z.int().min(1),
  /** Besides the newest three, a checkpoint at every multiple of this is kept for good. 0: none. */
  keepEvery: z.int().min(0),
  /** Steps between sample grids from fixed noise. 0: only at the end. */
  sampleEvery: z.int().min(0),
  /** Pictures in a sample grid. */
  sampleCount: z.int().min(1).max(256),
  /** Threads of one matrix product; 0 leaves the choice to the engine. */
  threads: z.int().min(0).max(256),
  /** Pictures that pass the networks at once, their gradients being added up: less memory. Divides the batch. 0: all. */
  microBatch: MicroBatch.default(0),
  /** The run and the checkpoint that this one went on from; left out: it began with random weights. */
  origin: z.object({ run: z.string(), step: z.int().min(0) }).optional(),
});
export type TrainConfig = z.infer<typeof TrainConfig>;

/** What a caller may ask for; everything left out comes from the preset, so that nothing has a default here. */
export const TrainOverrides = TrainConfig.omit({ preset: true, origin: true })
  .extend({ microBatch: MicroBatch, augmentAfter: AugmentAfter, augmentTarget: AugmentTarget })
  .partial();
export type TrainOverrides = z.infer<typeof TrainOverrides>;

/** One finished step. metrics.jsonl holds one such object a line. */
export const TrainProgress = z.object({
  /** Steps done, from 1. */
  step: z.int(),
  totalSteps: z.int(),
  /** Passes over the train split so far; fractional. */
  epoch: z.number(),
  lossD: z.number(),
  lossG: z.number(),
  /** D(x): how real the discriminator finds real pictures, 0 to 1 (mean over the batch). */
  dReal: z.number(),
  /** D(G(z)) before the discriminator's update, 0 to 1. */
  dFake: z.number(),
  /** D(G(z)) after the discriminator's update, 0 to 1. */
  dFakeAfter: z.number(),
  /** Of the pictures of the next step that are augmented, 0 to 1; where that is adapted. */
  augmentShare: z.number().optional(),
  /** Real pictures a second, averaged over the last steps. */
  imagesPerSecond: z.number(),
  /** Time spent training, pauses excluded; goes on over a resume. */
  elapsedMs: z.number(),
  etaMs: z.number(),
  /** Resident memory of the process that trains. */
  memoryMiB: z.number(),
  /** File name in samples/ of the grid drawn after this step. */
  sample: z.string().optional(),
  /** How much the looks of that grid vary, as a share of how much photos do; near 0 is one look again and again. */
  diversity: z.number().optional(),
  /** File name in checkpoints/ of the checkpoint written after this step. */
  checkpoint: z.string().optional(),
  /** What a person should know: a fall back to an older checkpoint. */
  notes: z.array(Said).optional(),
});
export type TrainProgress = z.infer<typeof TrainProgress>;

/** `stopped` by a person, `interrupted` by a crash or a closed program; both can be resumed, as can `paused`. */
export const RunState = z.enum(['queued', 'running', 'paused', 'finished', 'stopped', 'failed', 'interrupted']);
export type RunState = z.infer<typeof RunState>;

export const RunSummary = z.object({
  id: z.string(),
  /** Name of the dataset. */
  dataset: z.string(),
  preset: TrainPreset,
  /** The engine and the device that the run really uses; `auto` until they are chosen. */
  engine: TrainEngine,
  device: TrainDevice,
  /** Why these, for a person; null until they are chosen. */
  reason: z.string().nullable().optional(),
  reasonSaid: Said.optional(),
  imageSize: ImageSize,
  step: z.int(),
  totalSteps: z.int(),
  state: RunState,
  /** The process of a paused run is still there, with its memory and its device: `runs.continue`; without it `runs.resume`. */
  warm: z.boolean().optional(),
  /** The run and the checkpoint that it went on from. */
  origin: z.object({ run: z.string(), step: z.int() }).nullable().optional(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
  /** Why it failed or stopped, for a person. */
  message: z.string().nullable(),
  messageSaid: Said.optional(),
});
export type RunSummary = z.infer<typeof RunSummary>;
