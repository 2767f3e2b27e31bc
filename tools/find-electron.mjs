import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { at } from './root.mjs';
import { runCommand } from './run-command.mjs';
import { withProgress } from './terminal.mjs';

const downloadTimeoutMs = 5 * 60_000;
const programs = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
const program = programs[process.platform] ?? 'electron';

/**
 * Where Electron is: ELECTRON_OVERRIDE_DIST_PATH, else the package's own binary, else that binary downloaded now.
 *
 * @param {{ download?: boolean }} [options]
 * @returns {Promise<{ path: string } | { reason: string }>}
 */
export async function findElectron({ download = true } = {}) {
  const chosen = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (chosen) {
    const path = join(chosen, program);
    return existsSync(path) ? { path } : { reason: `ELECTRON_OVERRIDE_DIST_PATH is set, but there is no ${path}` };
  }
  const found = installed();
  if (found) return { path: found };
  if (!existsSync(at('node_modules/electron/install.js'))) return { reason: 'the electron package is not installed' };
  if (!download || process.env['ELECTRON_SKIP_BINARY_DOWNLOAD'])
    return { reason: 'its binary has not been downloaded' };

  const { code, output } = await withProgress('Downloading Electron (once)', () =>
    runCommand(process.execPath, [at('node_modules/electron/install.js')], {
      quiet: true,
      timeoutMs: downloadTimeoutMs,
    }),
  );
  const path = installed();
  if (path) return { path };
  if (code === 124) return { reason: `its download took longer than ${downloadTimeoutMs / 60_000} minutes` };
  const why = output
    .split('\n')
    .find((line) => /error/i.test(line))
    ?.trim();
  return { reason: `its binary could not be downloaded (${why ?? `the download ended with code ${code}`})` };
}

function installed() {
  try {
    const folder = at('node_modules/electron');
    const path = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim());
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Chromium refuses to sandbox the root user of Linux. */
export const sandboxFlags = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** @returns {string | undefined} why no window can be shown here */
export function whyNoDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return undefined;
  return 'there is no display';
}

/** The environment that an Electron of ours runs in: never as plain Node because the terminal's editor said so. */
export function electronEnv() {
  const env = { ...process.env };
  delete env['ELECTRON_RUN_AS_NODE'];
  return env;
}
