import { existsSync } from 'node:fs';
import { findChromium } from './find-chromium.mjs';
import { electronEnv, findElectron } from './find-electron.mjs';
import { at } from './root.mjs';
import { runCommand } from './run-command.mjs';
import { setUp } from './setup.mjs';
import { PlainError, fail } from './terminal.mjs';
import { virtualScreen } from './virtual-screen.mjs';

/**
 * `npm run e2e`: the journey in real Electron and in Chromium. `npm run e2e -- electron` or `-- browser` runs one of
 * them, `-- package` runs the application that `npm run package` has made; other arguments go to vitest.
 */
async function main(args) {
  await setUp();
  const only = args.find((arg) => ['electron', 'browser', 'package'].includes(arg));
  const electron = only === undefined || only === 'electron' ? await needElectron() : undefined;
  const chromium = only === undefined || only === 'browser' ? needChromium() : undefined;
  const packed = only === 'package' ? needPackage() : undefined;
  const vitest = [at('node_modules/vitest/vitest.mjs'), 'run', '--config', 'build/vitest.e2e.config.ts'];
  const rest = args.filter((arg) => arg !== only);
  const command = [process.execPath, ...vitest, ...rest];
  const screen = (electron ?? packed) ? virtualScreen() : [];
  const [program, ...words] = [...screen, ...command];
  const env = {
    ...electronEnv(),
    STUDIO_E2E_ELECTRON: electron,
    STUDIO_E2E_CHROMIUM: chromium,
    STUDIO_E2E_PACKAGE: packed,
  };
  const { code } = await runCommand(program, words, { env });
  process.exitCode = code;
}

async function needElectron() {
  const electron = await findElectron();
  if ('path' in electron) return electron.path;
  throw new PlainError(
    `The end-to-end tests need Electron: ${electron.reason}. \`npm run e2e -- browser\` does without.`,
  );
}

function needChromium() {
  const chromium = findChromium();
  if (chromium) return chromium;
  throw new PlainError(
    'The end-to-end tests need Chromium or Chrome: install one, or name it with CHROMIUM_PATH. `npm run e2e -- electron` does without.',
  );
}

function needPackage() {
  const places = {
    darwin: 'mac/DeepStyle Studio.app/Contents/MacOS/DeepStyle Studio',
    win32: 'win-unpacked/DeepStyle Studio.exe',
  };
  const program = at('release', places[process.platform] ?? 'linux-unpacked/deepstyle-studio');
  if (existsSync(program)) return program;
  throw new PlainError(`There is no ${program}. \`npm run package\` makes it.`);
}

main(process.argv.slice(2)).catch(fail);
