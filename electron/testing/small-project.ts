import { join } from 'node:path';
import { writeSmallDataset } from './small-training';
import { testStudio } from './studio';
import { temporaryFolder } from './temporary-folder';

/** What a person may set so that a training takes milliseconds a step, on one thread of the processor. */
export const smallOverrides = {
  generatorWidth: 8,
  discriminatorWidth: 8,
  latentDim: 16,
  batch: 8,
  sampleCount: 4,
  threads: 1,
  device: 'cpu',
  engine: 'onnx',
} as const;

/** A studio with an open project and a dataset in it, `small`. */
export async function studioWithDataset() {
  const studio = testStudio();
  const folder = join(temporaryFolder(), 'project');
  await studio.client.run('projects.create', { folder });
  await writeSmallDataset(join(folder, 'datasets', 'small'));
  return { ...studio, folder };
}
