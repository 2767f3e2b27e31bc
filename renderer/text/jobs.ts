import type { TextKey } from './en';
import { t } from './text.svelte';

const names: Record<string, TextKey> = {
  'images.scan': 'job.images.scan',
  'images.import': 'job.images.import',
  'images.addSamples': 'job.images.addSamples',
  'samples.draw': 'job.images.addSamples',
  'images.findDuplicates': 'job.images.findDuplicates',
  'detections.run': 'job.detections.run',
  'crops.export': 'job.crops.export',
  'datasets.examine': 'job.datasets.examine',
  'datasets.freeze': 'job.datasets.freeze',
  'runs.measure': 'job.runs.measure',
  'runs.start': 'job.runs.start',
  'runs.resume': 'job.runs.start',
  'gallery.generate': 'job.gallery.generate',
  'gallery.compare': 'job.gallery.compare',
  'gallery.nearest': 'job.gallery.nearest',
  'gallery.export': 'job.gallery.export',
  'devices.measure': 'job.devices.measure',
  'system.doctor': 'job.system.doctor',
};

/** What a job is doing, in words. */
export function jobName(method: string): string {
  const key = names[method];
  return key ? t(key as 'job.runs.start') : method;
}
