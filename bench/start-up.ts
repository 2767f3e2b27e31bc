import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const patienceMs = 60_000;

const emptyMain = `const { app, BrowserWindow } = require('electron');
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1280, height: 800, show: false, webPreferences: { sandbox: true } });
  window.once('ready-to-show', () => (window.show(), process.send('ready')));
  window.loadFile('index.html');
});
`;

/** The least that an Electron app can be: one window with one word in it. @returns its folder */
export function makeEmptyApp(parent: string): string {
  const folder = join(parent, 'empty-app');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'empty-app', version: '1.0.0', main: 'main.js' }));
  writeFileSync(join(folder, 'main.js'), emptyMain);
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Empty</title><p>Empty</p>');
  return folder;
}

/** @returns milliseconds from the start of the program until its window is drawn and shown */
export async function timeStart(electron: string, app: string, userFolder: string): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(electron, [...sandbox, app, `--user-data-dir=${userFolder}`], {
    env: { ...process.env, STUDIO_USER_FOLDER: userFolder },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  try {
    return await new Promise<number>((resolve, reject) => {
      child.once('message', () => resolve(performance.now() - startedAt));
      child.once('exit', (code) => reject(new Error(`${app} ended with code ${String(code)} before its window.`)));
    });
  } finally {
    child.kill('SIGTERM');
    await ended;
    clearTimeout(timer);
  }
}
