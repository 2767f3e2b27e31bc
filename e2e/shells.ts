import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron, chromium } from 'playwright-core';
import type { BrowserContextOptions, ConsoleMessage, ElectronApplication, Page } from 'playwright-core';

export const root = join(import.meta.dirname, '..');
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
export const sandbox = isRoot ? ['--no-sandbox'] : [];

/** A running studio, looked at through its own window. */
export interface OpenShell {
  page: Page;
  /** What the page or the shell complained of: refused by the page's policy, thrown, not loaded. */
  complaints: string[];
  /** Electron's main process; a browser has none. */
  main?: ElectronApplication;
  /** A further window in a browser profile of its own; Electron has one window. */
  newPage?(options: BrowserContextOptions): Promise<Page>;
  close(): Promise<void>;
}
export interface Shell {
  name: string;
  /** Why this shell cannot be tested here. */
  missing: string | undefined;
  /** @param userFolder where settings and the list of projects are kept */
  open(userFolder: string): Promise<OpenShell>;
}

/** Set by tools/e2e.mjs. */
const electronPath = process.env['STUDIO_E2E_ELECTRON'];
const chromiumPath = process.env['STUDIO_E2E_CHROMIUM'];
const packagePath = process.env['STUDIO_E2E_PACKAGE'];

export const shells: readonly Shell[] = [
  {
    name: 'electron',
    missing: whyMissing(electronPath, 'Electron'),
    open: (user) => openElectron(electronPath!, [root], user),
  },
  { name: 'browser', missing: whyMissing(chromiumPath, 'Chromium'), open: openBrowser },
  {
    name: 'package',
    missing: whyMissing(packagePath, 'A packed application'),
    open: (user) => openElectron(packagePath!, [], user),
  },
];

function whyMissing(path: string | undefined, program: string): string | undefined {
  return path && existsSync(path) ? undefined : `${program} was not given: start by npm run e2e`;
}

function listen(page: Page): string[] {
  // Long waits say so themselves.
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => complaints.push(error.stack ?? error.message));
  return complaints;
}

async function openElectron(executablePath: string, app: readonly string[], userFolder: string): Promise<OpenShell> {
  const studio = await _electron.launch({
    executablePath,
    args: [...sandbox, ...app],
    env: { ...(process.env as Record<string, string>), STUDIO_USER_FOLDER: userFolder, STUDIO_LOG: '1' },
    timeout: 30_000,
  });
  let log = '';
  for (const stream of [studio.process().stdout, studio.process().stderr])
    stream?.on('data', (data) => (log += String(data)));
  const page = await studio.firstWindow();
  const complaints = listen(page);
  return {
    page,
    complaints,
    main: studio,
    async close() {
      await studio.close();
      // Two versions of GLib in one process: what the WebAssembly build of sharp is there to avoid.
      for (const line of log.split('\n'))
        if (/G_IS_OBJECT|GLib-GObject|uncaught|unhandled/.test(line)) complaints.push(line);
    },
  };
}

async function openBrowser(userFolder: string): Promise<OpenShell> {
  const server = fork(join(root, 'out/main/web.cjs'), [], {
    env: { ...process.env, STUDIO_USER_FOLDER: userFolder },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    server.once('message', (message) => resolve((message as { url: string }).url));
    server.once('exit', (code) => reject(new Error(`The web server ended with code ${String(code)}.`)));
  });
  const browser = await chromium.launch({ executablePath: chromiumPath!, args: sandbox });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const complaints = listen(page);
  await page.goto(url);
  return {
    page,
    complaints,
    async newPage(options) {
      const further = await browser.newPage(options);
      complaints.push(...listen(further));
      await further.goto(url);
      return further;
    },
    async close() {
      await browser.close();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
    },
  };
}
