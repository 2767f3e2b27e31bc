import { z } from 'zod';
import { Said } from './said';
import { TrainConfig, TrainDevice, TrainEngine, TrainForm } from './training';

/** One way to train on this machine: an engine, and where it computes. */
export const Placement = z.object({ engine: TrainEngine.exclude(['auto']), device: TrainDevice.exclude(['auto']) });
export type Placement = z.infer<typeof Placement>;

/** How a placement did when real steps were made there. */
export const TriedPlacement = Placement.extend({
  /** It works, and computes what the reference computes. */
  ok: z.boolean(),
  /** null when it does not work. */
  imagesPerSecond: z.number().nullable(),
  /** Resident memory at its peak; null when it does not work. */
  memoryMiB: z.number().nullable(),
  /** For a person: how fast, or why not. In English, and for a window in another language. */
  detail: z.string(),
  said: Said.optional(),
});
export type TriedPlacement = z.infer<typeof TriedPlacement>;

/** What one measurement of a machine's engines and devices has shown: remembered in the user's folder. */
export const DeviceRecord = z.object({
  /** Everything that decides the speed there; see describeMachine. */
  machine: z.string(),
  /** The settings that decide it; see workloadOf. */
  workload: z.string(),
  flopPerPicture: z.number().positive(),
  /** ISO 8601, UTC. */
  measuredAt: z.string(),
  placements: z.array(TriedPlacement),
});
export type DeviceRecord = z.infer<typeof DeviceRecord>;
export const DeviceRecords = z.object({ records: z.array(DeviceRecord) });

/** What a run will be like, before it is started. */
export const RunPlan = z.object({
  /** Every setting, with the preset's values where nothing else was asked for. */
  config: TrainConfig,
  engine: Placement.shape.engine,
  device: Placement.shape.device,
  form: TrainForm,
  /** Why this engine and device, for a person. In English, and for a window in another language. */
  reason: z.string(),
  reasonSaid: Said.optional(),
  imagesPerSecond: z.number(),
  steps: z.int(),
  /** The whole run's duration, sample grids and checkpoints included. */
  totalMs: z.number(),
  /** What the training's process will take, and what this machine has left now. */
  memoryMiB: z.number(),
  freeMemoryMiB: z.number(),
  fits: z.boolean(),
  /** Pictures that pass the networks at once; smaller than the batch where memory is short. */
  microBatch: z.int(),
  /** Everything that was tried, the chosen one included; empty when nothing was measured yet. */
  alternatives: z.array(TriedPlacement),
  /** Whether the speed was measured at this very size on this machine; otherwise it is a rough estimate. */
  measured: z.boolean(),
});
export type RunPlan = z.infer<typeof RunPlan>;
