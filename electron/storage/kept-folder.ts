import { join } from 'node:path';

/**
 * What a run keeps of its looks for good: kept/looks.json, kept/<id>.png, and kept/generator-<step>.safetensors, so
 * that a kept look can be drawn and bred after its checkpoint has gone.
 */
export const keptFolder = (runFolder: string): string => join(runFolder, 'kept');

export const keptGenerator = (runFolder: string, step: number): string =>
  join(keptFolder(runFolder), `generator-${String(step).padStart(8, '0')}.safetensors`);
