import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { makeLargeProject } from './large-project';
import { chartProbe, libraryProbe, longestWait, scrollLibrary } from './page-probes';
import { alternate, spreadOf } from './rounds';
import { makeEmptyApp, timeStart } from './start-up';
import { openWebWindow } from './web-window';

/**
 * The window with much in it: a library of 100,000 images, a curve of 100,000 points, and the start of the program against
 * an empty Electron app in alternating rounds.
 *
 *   npm run -s bench -- ui [--images 100000] [--points 100000] [--rounds 7] [--scroll 5] [--json]
 */
const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '100000' },
    points: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '7' },
    /** Seconds of scrolling. */
    scroll: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
});
const images = Number(values.images);
const points = Number(values.points);
const rounds = Number(values.rounds);

interface Row {
  name: string;
  value: number;
  unit: string;
  least?: number;
  most?: number;
}
const rows: Row[] = [];
const note = (line: string) => process.stderr.write(`${line}\n`);
const add = (name: string, unit: string, figures: number | readonly number[]) => {
  if (typeof figures === 'number') return rows.push({ name, unit, value: figures });
  const { median, least, most } = spreadOf(figures);
  return rows.push({ name, unit, value: median, least, most });
};

/** Playwright's own wait evaluates text in the page, which the page's policy forbids; the debugger's evaluation is free. */
async function until(page: Page, condition: string): Promise<void> {
  const patience = Date.now() + 30_000;
  while (!(await page.evaluate<boolean>(condition))) {
    if (Date.now() > patience) throw new Error(`Waited in vain for ${condition}`);
    await page.waitForTimeout(20);
  }
}

async function measureLibrary(page: Page, heapMiB: () => Promise<number>, studioMiB: () => number | null) {
  const openAt = performance.now();
  await page.getByRole('button', { name: 'Large' }).first().click();
  await page.locator('#cell-0 img').waitFor();
  add('library: project opened, first photo there', 'ms', performance.now() - openAt);
  await page.addInitScript(libraryProbe);
  const firsts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await page.reload();
    await until(page, 'window.firstPhotoAt !== undefined');
    firsts.push(await page.evaluate<number>('window.firstPhotoAt'));
  }
  add('library: page load to first photo drawn', 'ms', firsts);

  const before = await heapMiB();
  const frames = await page.evaluate<number[]>(`(${scrollLibrary})(${Number(values.scroll) * 1000})`);
  const sorted = [...frames].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)] ?? 0;
  add('library: frame while scrolling, median', 'ms', at(0.5));
  add('library: frame while scrolling, p95', 'ms', at(0.95));
  add('library: frame while scrolling, longest', 'ms', at(1));
  const jumps: number[] = [];
  for (let jump = 1; jump <= 12; jump++)
    jumps.push(await page.evaluate<number>(`(${longestWait})(${(jump * 0.618) % 1})`));
  add('library: jump to anywhere until all photos in view are drawn', 'ms', jumps);
  add('library: page memory before scrolling', 'MiB', before);
  add('library: page memory after scrolling', 'MiB', await heapMiB());
  add('library: cells in the page', '', await page.locator('[role="option"][id^="cell-"]').count());
  const studio = studioMiB();
  if (studio !== null) add('library: memory of the studio process', 'MiB', studio);
}

async function measureChart(page: Page, run: string) {
  await page.addInitScript(chartProbe);
  const draws: number[] = [];
  const zooms: number[] = [];
  const settled: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await page.evaluate('location.hash = "#/library"');
    await page.reload();
    // Wherever the library was scrolled to.
    await page.locator('[id^="cell-"] img').first().waitFor();
    await page.evaluate(`window.chart.begin(); location.hash = ${JSON.stringify(`#/train/${run}`)}`);
    await until(page, 'window.chart.quiet()');
    draws.push(await page.evaluate<number>('window.chart.lastMs()'));
    const box = (await page.locator('main canvas').first().boundingBox())!;
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.3, y);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, y, { steps: 4 });
    await page.evaluate('window.chart.beginAtRelease()');
    await page.mouse.up();
    await until(page, 'window.chart.quiet()');
    zooms.push(await page.evaluate<number>('window.chart.firstMs()'));
    settled.push(await page.evaluate<number>('window.chart.lastMs()'));
  }
  add('chart: room opened until its curves are drawn', 'ms', draws);
  add('chart: zoom until the first frame with it', 'ms', zooms);
  add('chart: zoom until its finer points are drawn', 'ms', settled);
}

async function measureStart(electron: string, folder: string) {
  const empty = makeEmptyApp(folder);
  const users = { studio: join(folder, 'start-studio'), empty: join(folder, 'start-empty') };
  for (const user of Object.values(users)) mkdirSync(user);
  // The first start of each fills the disk's cache and the profile.
  await timeStart(electron, process.cwd(), users.studio);
  await timeStart(electron, empty, users.empty);
  const figures = await alternate(
    rounds,
    {
      studio: () => timeStart(electron, process.cwd(), users.studio),
      empty: () => timeStart(electron, empty, users.empty),
    },
    (round) => note(`start-up, round ${round} of ${rounds}`),
  );
  add('start-up: the studio', 'ms', figures.studio);
  add('start-up: an empty Electron app', 'ms', figures.empty);
  const more = figures.studio.map((value, round) => value - figures.empty[round]!);
  add('start-up: the studio takes longer by', 'ms', more);
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'studio-bench-ui-'));
  try {
    note(`making a library of ${images} images and a curve of ${points} points`);
    const project = makeLargeProject(folder, images, points);
    const window = await openWebWindow(project.userFolder, process.env['STUDIO_BENCH_CHROMIUM']!);
    try {
      note('library');
      await measureLibrary(window.page, window.heapMiB, window.studioMiB);
      note('chart');
      await measureChart(window.page, project.run);
    } finally {
      await window.close();
    }
    const electron = process.env['STUDIO_BENCH_ELECTRON'];
    if (electron) await measureStart(electron, folder);
    else note('start-up: not measured, there is no Electron here');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (values.json) return rows.forEach((row) => console.log(JSON.stringify({ ...row, images, points, rounds })));
  console.log(`${images} images, ${points} points, ${rounds} rounds, ${availableParallelism()} cores, 1280 x 800`);
  for (const { name, value, unit, least, most } of rows) {
    const spread = least === undefined ? '' : `  (${least.toFixed(1)} to ${(most ?? least).toFixed(1)})`;
    console.log(`${name.padEnd(62)} ${value.toFixed(1).padStart(9)} ${unit}${spread}`);
  }
}

void main();
