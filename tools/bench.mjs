import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { findChromium } from './find-chromium.mjs';
import { electronEnv, findElectron } from './find-electron.mjs';
import { at, root } from './root.mjs';
import { setUp } from './setup.mjs';
import { PlainError, fail } from './terminal.mjs';
import { virtualScreen } from './virtual-screen.mjs';

/** `npm run bench -- NAME [options]`: bundles bench/NAME.ts and runs it in plain Node. */
async function main() {
  const [name, ...args] = process.argv.slice(2);
  const known = readdirSync(at('bench'))
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => file.replace('.bench.ts', ''));
  if (!name || !known.includes(name))
    throw new PlainError(`Which benchmark? npm run -s bench -- ${known.join('|')} [--json]`);
  await setUp();
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    build: {
      ssr: at(`bench/${name}.bench.ts`),
      outDir: at('out/bench'),
      emptyOutDir: false,
      target: 'node18',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name].cjs' } },
    },
  });
  const program = at(`out/bench/${name}.bench.cjs`);
  if (!existsSync(program)) throw new PlainError(`${program} was not built.`);
  const { screen, env } = name === 'ui' ? await windows() : { screen: [], env: {} };
  const [command, ...words] = [...screen, process.execPath, program, ...args];
  const child = spawn(command, words, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
}

/** What the benchmark of the window needs; without Electron it leaves out the start-up. */
async function windows() {
  const chromium = findChromium();
  if (!chromium)
    throw new PlainError('This benchmark needs Chromium or Chrome: install one, or name it with CHROMIUM_PATH.');
  const electron = await findElectron();
  const path = 'path' in electron ? electron.path : undefined;
  return {
    screen: path ? virtualScreen() : [],
    env: { ...electronEnv(), STUDIO_BENCH_CHROMIUM: chromium, ...(path ? { STUDIO_BENCH_ELECTRON: path } : {}) },
  };
}

main().catch(fail);
