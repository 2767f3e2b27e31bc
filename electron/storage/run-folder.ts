import { mkdir, open, readFile, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../contract/errors';
import { say, type Said } from '../contract/said';
import { bestOf } from '../contract/quality';
import type { TrainConfig, TrainProgress } from '../contract/training';
import { fileError, writeFileAtomic } from './atomic';
import { readPin, readQuality } from './quality-log';
import { decodeSafetensors, encodeSafetensors, type Safetensors } from './safetensors';

/** Checkpoints that are always kept. */
const newestKept = 3;
const checkpointPattern = /^step-(\d{8})\.safetensors$/;

/** The folder of one run: config.json, metrics.jsonl, quality.jsonl, checkpoints/, samples/, generator.onnx. */
export class RunFolder {
  constructor(readonly path: string) {}

  get metricsFile(): string {
    return join(this.path, 'metrics.jsonl');
  }

  checkpointName(step: number): string {
    return `step-${String(step).padStart(8, '0')}.safetensors`;
  }

  sampleName(step: number): string {
    return `step-${String(step).padStart(6, '0')}.png`;
  }

  file(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  /** @throws {StudioError} `not-permitted`, `disk-full` */
  async prepare(): Promise<void> {
    try {
      for (const name of ['checkpoints', 'samples']) await mkdir(this.file(name), { recursive: true });
    } catch (error) {
      throw fileError(this.path, error);
    }
  }

  async writeConfig(config: TrainConfig): Promise<void> {
    await writeFileAtomic(this.file('config.json'), `${JSON.stringify(config, null, 2)}\n`);
  }

  /** Steps of the checkpoints that are there, newest first. */
  async checkpointSteps(): Promise<number[]> {
    const names = await readdir(this.file('checkpoints')).catch(() => [] as string[]);
    return names
      .flatMap((name) => checkpointPattern.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => b - a);
  }

  /** @returns the file's name @throws {StudioError} `disk-full`, `not-permitted` */
  async writeCheckpoint(step: number, { tensors, metadata }: Safetensors): Promise<string> {
    const name = this.checkpointName(step);
    await writeFileAtomic(this.file('checkpoints', name), encodeSafetensors(tensors, metadata));
    return name;
  }

  /** @throws {StudioError} `not-found`, `checkpoint-damaged` */
  async readCheckpoint(step: number): Promise<Safetensors> {
    const path = this.file('checkpoints', this.checkpointName(step));
    let bytes: Uint8Array;
    try {
      bytes = await readFile(path);
    } catch (error) {
      throw fileError(path, error);
    }
    return decodeSafetensors(bytes, path);
  }

  /**
   * The newest checkpoint that is whole. Damaged newer ones are passed over, and named in `notes`.
   *
   * @param read turns the file's content into what the caller needs; may throw `checkpoint-damaged`
   * @returns null when there is no checkpoint at all
   * @throws {StudioError} `checkpoint-damaged` when there are some but none is whole
   */
  async readNewestCheckpoint<T>(
    read: (stored: Safetensors) => T,
  ): Promise<{ value: T; step: number; notes: Said[] } | null> {
    const steps = await this.checkpointSteps();
    const notes: Said[] = [];
    for (const step of steps) {
      try {
        return { value: read(await this.readCheckpoint(step)), step, notes };
      } catch (error) {
        if (!(error instanceof StudioError) || error.code !== 'checkpoint-damaged') throw error;
        notes.push(say('checkpoint.passedOver', { damage: error.said ?? error.message }));
      }
    }
    if (steps.length === 0) return null;
    throw new StudioError(
      'checkpoint-damaged',
      say('checkpoint.allDamaged', { count: steps.length, folder: this.file('checkpoints') }),
    );
  }

  /** The checkpoint whose looks are nearest to the photos, of those that were measured and are there; null for none. */
  async bestCheckpoint(): Promise<number | null> {
    const [steps, points] = await Promise.all([this.checkpointSteps(), readQuality(this.path)]);
    return bestOf(points.filter(({ step }) => steps.includes(step)))?.step ?? null;
  }

  /**
   * Removes old checkpoints. What stays: the newest three, the best, one that is being measured, those at multiples of
   * `keepEvery` steps (0: none), and any after `step`, which only a person may judge.
   */
  async thinCheckpoints(step: number, keepEvery: number): Promise<void> {
    const kept = [await readPin(this.path), await this.bestCheckpoint()];
    const past = (await this.checkpointSteps()).filter((candidate) => candidate <= step);
    for (const old of past.slice(newestKept))
      if (!kept.includes(old) && (keepEvery === 0 || old % keepEvery !== 0))
        await rm(this.file('checkpoints', this.checkpointName(old)), { force: true });
  }

  /** Renames checkpoints after a step, which were found damaged: a resume makes others of the same name. */
  async setAsideCheckpointsAfter(step: number): Promise<void> {
    for (const newer of await this.checkpointSteps()) {
      const path = this.file('checkpoints', this.checkpointName(newer));
      if (newer > step) await rename(path, `${path}.damaged`);
    }
  }
}

/** metrics.jsonl, one line a step, open for appending. */
export class MetricsLog {
  private constructor(private readonly handle: FileHandle) {}

  /** @param step lines after this step, and a line that a crash cut off, are dropped, so that no step appears twice */
  static async open(path: string, step: number): Promise<MetricsLog> {
    try {
      const handle = await open(path, 'a+');
      await handle.truncate(lengthUpTo(await handle.readFile('utf8'), step));
      return new MetricsLog(handle);
    } catch (error) {
      throw fileError(path, error);
    }
  }

  /** At once readable by others; on the disk after {@link flush}. */
  async append(progress: TrainProgress): Promise<void> {
    await this.handle.appendFile(`${JSON.stringify(progress)}\n`);
  }

  async flush(): Promise<void> {
    await this.handle.sync();
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

/** Bytes of the whole lines whose step is at most `step`. */
function lengthUpTo(text: string, step: number): number {
  let length = 0;
  for (const line of text.split('\n').slice(0, -1)) {
    if (stepOf(line) > step) break;
    length += Buffer.byteLength(line) + 1;
  }
  return length;
}

function stepOf(line: string): number {
  try {
    return (JSON.parse(line) as TrainProgress).step;
  } catch {
    return Infinity;
  }
}
