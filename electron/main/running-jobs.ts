import type { Method } from '../contract/api';
import type { JobSummary } from '../contract/api/system';

const words: Partial<Record<Method, string>> = {
  'images.import': 'the import of photos',
  'images.addSamples': 'the drawing of the sample collection',
  'detections.run': 'the detection of garments',
  'crops.export': 'the export of crops',
  'datasets.freeze': 'the freezing of a dataset',
  'runs.start': 'a training',
  'runs.resume': 'a training',
  'gallery.generate': 'the generation of looks',
  'gallery.compare': 'the drawing of a comparison',
};
const trainings: readonly string[] = ['runs.start', 'runs.resume'];

/** What to ask before the window closes; null when nothing that matters is under way. */
export function closingQuestion(jobs: readonly JobSummary[]): { message: string; detail: string } | null {
  const running = jobs.filter((job) => job.state === 'running' || job.state === 'queued');
  const names = [...new Set(running.flatMap((job) => words[job.method as Method] ?? []))];
  if (names.length === 0) return null;
  const listed = names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
  const isTraining = running.some((job) => trainings.includes(job.method));
  return {
    message: `Close the studio and stop ${listed}?`,
    detail: isTraining
      ? 'Training goes on from its last checkpoint when you resume. Whatever else is done so far is kept.'
      : 'What is done so far is kept, and you can start again where it stopped.',
  };
}
