import { fork, spawn } from 'node:child_process';
import { electronEnv, findElectron, sandboxFlags, whyNoDisplay } from './find-electron.mjs';
import { at, root } from './root.mjs';
import { setUp } from './setup.mjs';
import { fail, say } from './terminal.mjs';

const args = process.argv.slice(2);
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** `npm start`: the studio in its own window, or in the browser where that cannot be. */
async function main() {
  await setUp();
  if (args.includes('--browser')) return startBrowser(undefined);
  const noDisplay = whyNoDisplay();
  const electron = noDisplay ? { reason: noDisplay } : await findElectron();
  if ('reason' in electron) return startBrowser(electron.reason);
  startElectron(electron.path);
}

function startElectron(path) {
  const child = spawn(path, [...sandboxFlags, root, ...args], {
    cwd: root,
    env: electronEnv(),
    stdio: ['inherit', 'inherit', 'pipe', 'ipc'],
  });
  let ready = false;
  let settled = false;
  let errors = '';
  child.stderr.on('data', (data) => {
    // Chromium's chatter is of use only where the window never came; our own log is asked for by STUDIO_LOG.
    if (process.env['STUDIO_LOG']) process.stderr.write(data);
    else if (!ready) errors = (errors + data).slice(-4000);
  });
  const passOn = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, passOn);

  const fallBack = (why) => {
    if (settled) return;
    settled = true;
    for (const signal of signals) process.off(signal, passOn);
    const missing = /error while loading shared libraries: (\S+?):/.exec(errors)?.[1];
    startBrowser(missing ? `the system lacks ${missing}, which it needs` : why);
  };
  child.on('message', (message) => {
    if (message === 'ready') ready = true;
  });
  child.on('error', (error) => fallBack(`it did not start (${error.message})`));
  child.on('exit', (code, signal) => {
    if (ready || code === 0) process.exit(code ?? 1);
    fallBack(`it ended before its window was there (${signal ?? `code ${code}`})`);
  });
}

/** @param {string | undefined} reason why not in Electron; none when the browser was asked for */
function startBrowser(reason) {
  const child = fork(
    at('out/main/web.cjs'),
    args.filter((arg) => arg !== '--browser'),
    { cwd: root, stdio: 'inherit' },
  );
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('message', ({ url }) => {
    const because = reason ? `Electron is not used, because ${reason}. ` : '';
    say(`${because}DeepStyle Studio is at ${url} (Ctrl-C ends it)`);
    if (!whyNoDisplay() && !args.includes('--no-open')) openInBrowser(url);
  });
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

function openInBrowser(url) {
  const openers = { darwin: ['open', url], win32: ['cmd', '/c', 'start', '""', url.replace('&', '^&')] };
  const [command, ...rest] = openers[process.platform] ?? ['xdg-open', url];
  const opener = spawn(command, rest, { stdio: 'ignore', detached: true });
  // No browser, or no opener: the address is on the screen.
  opener.on('error', () => undefined);
  opener.unref();
}

main().catch(fail);
