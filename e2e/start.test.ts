import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from './shells';

let folder: string;
let started: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'studio-start-'));
});
afterEach(async () => {
  started?.kill('SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

/** Starts the studio as `npm start` does. @returns what it says, once it has said where the studio is */
function start(args: readonly string[], env: Record<string, string | undefined>): Promise<string> {
  const child = spawn(process.execPath, [join(root, 'tools/start.mjs'), '--no-open', ...args], {
    env: { ...process.env, STUDIO_USER_FOLDER: join(folder, 'user'), ...env },
  });
  started = child;
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (data) => {
      said += String(data);
      if (/DeepStyle Studio is at http\S+/.test(said)) resolve(said);
    });
    child.on('exit', (code) => reject(new Error(`npm start ended with code ${String(code)}: ${said}`)));
  });
}

/** An Electron that dies as one does on a system without GTK. */
async function brokenElectron(): Promise<string> {
  const dist = join(folder, 'dist');
  await mkdir(dist);
  const message = 'electron: error while loading shared libraries: libgtk-3.so.0: cannot open shared object file';
  await writeFile(join(dist, 'electron'), `#!/bin/sh\necho "${message}" >&2\nexit 127\n`);
  await chmod(join(dist, 'electron'), 0o755);
  return dist;
}

const onLinux = test.skipIf(process.platform !== 'linux');

test('--browser opens the browser shell, behind its token', async () => {
  const url = /http\S+/.exec(await start(['--browser'], {}))?.[0] ?? '';
  expect((await fetch(new URL('/', url))).status).toBe(403);
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(303);
});

onLinux('without a display the browser shell is used, and one line says so with the address', async () => {
  const said = await start([], { DISPLAY: undefined, WAYLAND_DISPLAY: undefined });
  expect(said.trim().split('\n')).toHaveLength(1);
  expect(said).toContain('there is no display');
});

onLinux(
  'an Electron that dies before its window is there leads to the browser shell and names the reason',
  async () => {
    const said = await start([], { DISPLAY: ':1234', ELECTRON_OVERRIDE_DIST_PATH: await brokenElectron() });
    expect(said).toContain('lacks libgtk-3.so.0');
  },
);

onLinux('an Electron that is not where it was said to be is named', async () => {
  const said = await start([], { DISPLAY: ':1234', ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'nowhere') });
  expect(said).toContain(join(folder, 'nowhere', 'electron'));
});
