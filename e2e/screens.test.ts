import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { accessibilityFindings } from './accessibility';
import { layOutMixed, layOutPhotos } from './photos';
import { projectScreens, ScreenVisitor, startScreens } from './screens';
import type { Language, ScreenOfStudio } from './screens';
import { root, shells } from './shells';
import type { OpenShell } from './shells';

const samples = inject('samples');
const themes = ['dark', 'light'] as const;
const usual = { width: 1280, height: 800 };
const large = { width: 2560, height: 1440 };
/** What has been opened has come to rest. */
const restMs = 250;

let prepared: string;
let user: string;
let mixed: string;
let run: string;

async function deepstyle(...args: string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [join(root, 'out/main/cli.cjs'), ...args], {
    env: { ...process.env, STUDIO_USER_FOLDER: user },
  });
}

/** One small project for all shells: photos with boxes, some of them accepted, a dataset, a training of ten steps. */
beforeAll(async () => {
  prepared = await mkdtemp(join(tmpdir(), 'studio-screens-'));
  const project = join(prepared, 'Looks');
  user = join(prepared, 'user');
  const photos = join(prepared, 'photos');
  mixed = join(prepared, 'autumn');
  layOutPhotos(photos);
  layOutMixed(mixed, samples.folder);
  await deepstyle('import', project, samples.folder, photos);
  await deepstyle('detect', project);
  await deepstyle('accept', project, '--min-score', '0.97');
  await deepstyle('dataset', project, '--from', samples.folder);
  await deepstyle('train', project, '--steps', '10', '--batch', '8', '--width', '8', '--set', 'sampleEvery=5');
  run = (await readdir(join(project, 'runs')))[0]!;
}, 180_000);
afterAll(() => rm(prepared, { recursive: true, force: true }));

async function photograph(page: Page, shell: string, name: string): Promise<void> {
  const folder = join(root, 'artifacts/screens', shell);
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Looks at one screen in the themes that it has. @returns what axe finds in either, or why the screen did not open */
async function lookAt(visitor: ScreenVisitor, screen: ScreenOfStudio, shell: string): Promise<string[]> {
  const { page, language } = visitor;
  const found: string[] = [];
  try {
    await screen.open(visitor);
  } catch (error) {
    await photograph(page, shell, `${screen.name}-FAILED-${language}`);
    await page.keyboard.press('Escape');
    return [`${screen.name} did not open: ${String(error)}`];
  }
  for (const theme of screen.isDark ? (['dark'] as const) : themes) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await page.waitForTimeout(restMs);
    await photograph(page, shell, `${screen.name}-${theme}-${language}`);
    // The language changes no name's presence and no colour.
    if (language === 'en') {
      const findings = await accessibilityFindings(page);
      found.push(...findings.map((finding) => `${screen.name}, ${theme}: ${finding}`));
    }
  }
  if (shell === 'browser' && language === 'en') {
    await page.setViewportSize(large);
    await page.waitForTimeout(restMs);
    await photograph(page, shell, `${screen.name}-${screen.isDark ? 'dark' : 'light'}-en-2560x1440`);
    await page.setViewportSize(usual);
  }
  await screen.close?.(visitor);
  return found;
}

describe.each(shells)('every screen in $name', ({ name, missing, open }) => {
  if (missing) {
    test.skip(`not here: ${missing}`, () => undefined);
    return;
  }
  let shell: OpenShell;
  beforeAll(async () => {
    shell = await open(user);
  });
  afterAll(() => shell?.close());

  async function visitAll(page: Page, language: Language): Promise<string[]> {
    const visitor = new ScreenVisitor(page, language, { user, mixed, run });
    const found: string[] = [];
    for (const screen of startScreens) found.push(...(await lookAt(visitor, screen, name)));
    await page.getByRole('button', { name: 'Looks' }).first().click();
    await page.getByRole('navigation').waitFor();
    for (const screen of projectScreens) found.push(...(await lookAt(visitor, screen, name)));
    await page.getByRole('banner').getByRole('button', { name: 'Looks' }).click();
    await page.getByRole('menuitem', { name: visitor.text('project.close') }).click();
    await page.getByText(visitor.text('start.title')).first().waitFor();
    return found;
  }

  test('nothing on it keeps a person with a screen reader, or one who sees little contrast, from the work', async () => {
    expect(await visitAll(shell.page, 'en')).toEqual([]);
    expect(shell.complaints).toEqual([]);
  });

  test.skipIf(name !== 'browser')('every screen opens by its Chinese names', async () => {
    const page = await shell.newPage!({ locale: 'zh-CN', viewport: usual });
    expect(await visitAll(page, 'zh')).toEqual([]);
  });
});
