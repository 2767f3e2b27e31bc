import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root, sandbox, shells } from './shells';

const { missing } = shells.find(({ name }) => name === 'browser')!;

let folder: string;
let server: ChildProcess | undefined;
let browser: Browser | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-lost-'));
});
afterEach(async () => {
  await browser?.close();
  await end();
  await rm(folder, { recursive: true, force: true });
});

/** @param port 0: any free one. @returns the address with its token */
async function serve(port: string): Promise<string> {
  const started = fork(join(root, 'out/main/web.cjs'), ['--port', port], {
    env: { ...process.env, STUDIO_USER_FOLDER: join(folder, 'user') },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  server = started;
  return new Promise((resolve, reject) => {
    started.once('message', (message) => resolve((message as { url: string }).url));
    started.once('exit', (code) => reject(new Error(`The web server ended with code ${String(code)}.`)));
  });
}

async function end(): Promise<void> {
  const ending = server;
  server = undefined;
  if (!ending || ending.exitCode !== null) return;
  const ended = new Promise((resolve) => ending.once('exit', resolve));
  ending.kill('SIGTERM');
  await ended;
}

test.skipIf(missing)(
  'a page whose studio was started again says what to do, and goes on once that is done',
  async () => {
    const first = await serve('0');
    browser = await chromium.launch({ executablePath: process.env['STUDIO_E2E_CHROMIUM']!, args: sandbox });
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(first);
    await page.getByRole('heading', { level: 1 }).waitFor();

    await end();
    await page.getByText('The studio does not answer').waitFor();

    const again = await serve(new URL(first).port);
    expect(again).not.toBe(first);
    await page.getByText('The studio was started again').waitFor();
    await page.getByText('Open the address that the studio printed').waitFor();

    const other = await context.newPage();
    await other.goto(again);
    await page.getByText('The studio was started again').waitFor({ state: 'detached' });
  },
);
