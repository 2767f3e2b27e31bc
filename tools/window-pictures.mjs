import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { chromium } from 'playwright-core';
import sharp from 'sharp';
import { findChromium } from './find-chromium.mjs';
import { root } from './root.mjs';

// The pictures of the README: docs/pictures/ROOM-THEME.webp, of a project with photos, boxes, a dataset and a run that has ended.
// Take one whose photos may be shown, such as a collection drawn by `deepstyle samples`.
//
//     node tools/window-pictures.mjs PROJECT RUN

const [given, run] = process.argv.slice(2);
if (!given || !run)
  throw new Error('Say which project and which of its runs: node tools/window-pictures.mjs PROJECT RUN');
const folder = resolve(given);
const rooms = ['library', 'review', `train/${run}`, `compare/${run}`];
/** A photo of the filmstrip in the review: not the most doubtful one. */
const photo = 7;
const window = { width: 1280, height: 800 };
/** Pictures, charts and fonts have come to rest. */
const restMs = 2500;

const user = mkdtempSync(join(tmpdir(), 'window-pictures-'));
const recent = [{ folder, name: basename(folder), openedAt: new Date().toISOString() }];
writeFileSync(join(user, 'recent.json'), JSON.stringify(recent));
const out = join(root, 'docs', 'pictures');
mkdirSync(out, { recursive: true });

const studio = fork(join(root, 'out/main/web.cjs'), [], { env: { ...process.env, STUDIO_USER_FOLDER: user } });
const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
try {
  const url = await new Promise((found) => studio.on('message', (message) => message.url && found(message.url)));
  const page = await browser.newPage({ viewport: window, deviceScaleFactor: 1.5, reducedMotion: 'reduce' });
  await page.goto(url);
  const project = page.getByRole('main').getByRole('button', { name: basename(folder) });
  await project.first().click();
  for (const room of rooms) {
    await page.waitForTimeout(restMs);
    await page.evaluate(`location.hash = "#/${room}"`);
    if (room === 'review') {
      await page.getByText('All', { exact: true }).first().click();
      await page.getByRole('group', { name: 'Photos in the queue' }).getByRole('button').nth(photo).click();
    }
    for (const theme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme: theme });
      await page.waitForTimeout(restMs);
      const file = join(out, `${room.split('/')[0]}-${theme}.webp`);
      const picture = sharp(await page.screenshot()).webp({ quality: 84, smartSubsample: true });
      await picture.toFile(file);
    }
  }
} finally {
  await browser.close();
  studio.kill();
  rmSync(user, { recursive: true, force: true });
}
