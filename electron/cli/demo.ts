import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StudioError } from '../contract/errors';
import type { TrainOverrides } from '../contract/training';
import { train } from './commands/runs';
import { demoPage } from './demo-page';
import { duration, pace, plural, type Output } from './output';
import type { Session } from './session';

/** Small enough for two cores and five minutes; a real run takes the preset as it is. */
const settings = { samples: 240, seed: 7, looks: 64 };
/** A small network: on two hundred pictures it has learned what it can in minutes. */
const smallTraining = {
  generatorWidth: 24,
  discriminatorWidth: 24,
  steps: 1500,
  sampleEvery: 300,
};
const marker = '.deepstyle-demo';

/** An earlier demo is replaced; any other folder with something in it is left alone. */
async function prepareFolder(out: string): Promise<void> {
  await mkdir(out, { recursive: true });
  const names = await readdir(out);
  if (names.length > 0 && !names.includes(marker)) {
    throw new StudioError('conflict', `${out} has other files in it. Name an empty or new folder with --out.`);
  }
  await Promise.all(names.map((name) => rm(join(out, name), { recursive: true })));
  await writeFile(join(out, marker), '');
}

/**
 * The whole job of the studio without a window, thin but real at every stage, in one folder with an index.html.
 *
 * @param options.photos a folder of photos; the sample collection is drawn without it
 */
export async function demo(
  session: Session,
  options: { photos?: string; out: string; steps?: number },
  output: Output,
): Promise<void> {
  const { client, signal } = session;
  const { out } = options;
  const startedAt = performance.now();
  await prepareFolder(out);
  await client.run('projects.create', { folder: join(out, 'project'), name: 'Demo' });
  const stage = (name: string, detail: string, facts: object) => {
    output.record({ stage: name, ...facts });
    output.say(`${name.padEnd(9)} ${detail}`);
  };

  const onImport = (p: Parameters<typeof pace>[0] & { done: number; total: number }) =>
    output.progress(p.done, p.total, pace(p));
  const imported = options.photos
    ? await client.run('images.import', { paths: [options.photos] }, { signal, onProgress: onImport })
    : await client.run(
        'images.addSamples',
        { count: settings.samples, seed: settings.seed },
        { signal, onProgress: onImport },
      );
  for (const problem of imported.problems) output.warn(`  ${problem.message}`);
  stage('Import', plural(imported.added, 'photo'), { added: imported.added, failed: imported.problems.length });

  const detected = await client.run('detections.run', {}, { signal, onProgress: onImport });
  stage('Detect', `${plural(detected.detections, 'box', 'boxes')} by ${detected.model} on ${detected.device}`, {
    detections: detected.detections,
  });

  const minScore = (await client.run('models.list', {}))[0]?.manifest.threshold ?? 0.4;
  const accepted = await client.run('annotations.acceptAll', { minScore });
  stage('Review', `${plural(accepted.annotations, 'box', 'boxes')} at or above ${minScore} accepted`, accepted);

  const crops = await client.run(
    'crops.export',
    { category: 'outfit', folder: join(out, 'crops'), format: 'jpeg' },
    { signal, onProgress: (p) => output.progress(p.done, p.total, 'crops') },
  );
  stage('Crop', plural(crops.files.length, 'crop'), { crops: crops.files.length });

  const dataset = await client.run('datasets.freeze', { category: 'outfit' }, { signal });
  stage('Dataset', `${dataset.name}: ${dataset.train} to train on, ${dataset.validation} kept apart`, {
    dataset: dataset.name,
    count: dataset.count,
  });

  const { seed } = settings;
  const overrides: TrainOverrides = {
    ...smallTraining,
    ...(options.steps && { steps: options.steps }),
    seed,
  };
  const run = await train(session, 'runs.start', { dataset: dataset.name, overrides }, output);
  if (run.state !== 'finished') throw new StudioError('aborted', `${run.id} was stopped at step ${run.step}.`);
  stage('Train', `${run.id}: ${run.step} steps on ${run.device}`, { run: run.id, step: run.step });

  const looks = join(out, 'looks');
  await client.run('gallery.generate', { run: run.id, count: settings.looks, seed, folder: looks }, { signal });
  await client.run('gallery.compare', { run: run.id, seed, file: join(out, 'real-generated.png') }, { signal });
  await client.run('runs.drawCurve', { run: run.id });
  stage('Compare', plural(settings.looks, 'new look'), { looks });

  const elapsedMs = performance.now() - startedAt;
  const { samples } = await client.run('runs.get', { run: run.id });
  const page = demoPage({
    photos: imported.added,
    boxes: accepted.annotations,
    crops: crops.files.length,
    dataset,
    run,
    elapsed: duration(elapsedMs),
    samples: samples.map(({ step, pixels }) => ({ step, file: `project/runs/${pixels.slice('run/'.length)}` })),
  });
  await writeFile(join(out, 'index.html'), page);
  if (!existsSync(join(out, 'real-generated.png')))
    throw new StudioError('internal', 'The comparison was not written.');
  stage('Done', `${join(out, 'index.html')} (${duration(elapsedMs)})`, { page: join(out, 'index.html'), elapsedMs });
}
