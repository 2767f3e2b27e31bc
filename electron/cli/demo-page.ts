import type { DatasetSummary } from '../contract/api/datasets';
import type { RunSummary } from '../contract/training';

interface DemoFacts {
  photos: number;
  boxes: number;
  crops: number;
  dataset: DatasetSummary;
  run: RunSummary;
  elapsed: string;
  samples: readonly { step: number; file: string }[];
}

const escape = (text: string) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** The page that the demo leaves: the comparison first, then how it came about. Paths are relative to its folder. */
export function demoPage({ photos, boxes, crops, dataset, run, elapsed, samples }: DemoFacts): string {
  const figure = (file: string, caption: string) =>
    `<figure><img src="${escape(encodeURI(file))}" alt="${escape(caption)}"><figcaption>${escape(caption)}</figcaption></figure>`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>DeepStyle Studio: from photos to new looks</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
  body { max-width: 1100px; margin: 48px auto; padding: 0 24px; }
  h1 { font-size: 28px; font-weight: 600; margin: 0 0 8px; }
  p, figcaption { color: GrayText; margin: 0 0 24px; }
  figure { margin: 0 0 40px; }
  figcaption { margin-top: 8px; }
  img { max-width: 100%; border-radius: 2px; }
  .strip { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 16px; }
  .strip img { width: 100%; }
</style>
<h1>From ${photos} photos to new looks</h1>
<p>${boxes} boxes accepted, ${crops} crops cut, ${dataset.count} pictures frozen as ${escape(dataset.name)}, ${run.step} steps on ${escape(run.device)}. ${escape(elapsed)} in all.</p>
${figure('real-generated.png', 'Real looks at the left, generated ones at the right')}
${figure(`project/datasets/${dataset.name}/contact-sheet.png`, 'What the network sees: the frozen dataset')}
${figure(`project/runs/${run.id}/curve.png`, 'The losses of both networks')}
<h1>While it trained</h1>
<div class="strip">
${samples.map(({ step, file }) => figure(file, `Step ${step}`)).join('\n')}
</div>
</html>
`;
}
