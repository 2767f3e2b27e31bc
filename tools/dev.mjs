import { spawn } from 'node:child_process';
import { electronEnv, findElectron, sandboxFlags } from './find-electron.mjs';
import { at, root } from './root.mjs';
import { setUp } from './setup.mjs';
import { PlainError, fail } from './terminal.mjs';

/** `npm run dev`: the window with the renderer from Vite's server, so that a change shows at once. */
async function main() {
  await setUp({ build: false });
  const electron = await findElectron();
  if ('reason' in electron) throw new PlainError(`The development mode needs Electron: ${electron.reason}.`);
  const vite = [
    at('node_modules/electron-vite/bin/electron-vite.js'),
    'dev',
    '--watch',
    '--config',
    'build/electron.vite.config.ts',
  ];
  const child = spawn(process.execPath, [...vite, '--', ...sandboxFlags], {
    cwd: root,
    env: { ...electronEnv(), ELECTRON_EXEC_PATH: electron.path },
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}

main().catch(fail);
