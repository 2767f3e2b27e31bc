import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { at, root } from './root.mjs';
import { lastLines, runCommand } from './run-command.mjs';
import { PlainError, fail, withProgress } from './terminal.mjs';

const leastNode = [20, 19];
const installTimeoutMs = 15 * 60_000;
const buildTimeoutMs = 5 * 60_000;

/** What the built program is made of. */
const sources = ['electron', 'renderer', 'resources', 'build/electron.vite.config.ts', 'package.json', 'tsconfig.json'];
const sourceEnding = /\.(ts|svelte|css|html|json|svg|woff2)$/;
const otherEnding = /\.test\.ts$/;

/**
 * Makes a clone ready: packages when they are missing or not those of package-lock.json, and the program when it is
 * missing or older than its sources. Cheap when there is nothing to do.
 *
 * @param {{ build?: boolean, force?: boolean }} [options]
 */
export async function setUp({ build = true, force = false } = {}) {
  checkNode();
  const installed = packagesAreThere();
  if (installed && (!build || (!force && programIsBuilt()))) return;
  await alone(async () => {
    if (!packagesAreThere()) await install();
    if (build && (force || !programIsBuilt())) await buildProgram();
  });
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > leastNode[0] || (major === leastNode[0] && minor >= leastNode[1])) return;
  throw new PlainError(
    `DeepStyle Studio needs Node.js ${leastNode.join('.')} or newer; this is ${process.versions.node}. Get a newer one from https://nodejs.org.`,
  );
}

const digest = (text) => createHash('sha256').update(text).digest('hex');
const lockStamp = at('node_modules', '.deepstyle-packages');
const buildStamp = at('out', '.sources');
const lockDigest = () => digest(readFileSync(at('package-lock.json')));

function packagesAreThere() {
  // A link leads to the packages of another folder: theirs to renew, since `npm ci` would empty them.
  if (lstatSync(at('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) return true;
  if (!existsSync(at('package-lock.json'))) return existsSync(at('node_modules'));
  if (readText(lockStamp) === lockDigest()) return true;
  // Installed by hand: npm's own note is newer than the lock file.
  const note = statSync(at('node_modules', '.package-lock.json'), { throwIfNoEntry: false });
  return note !== undefined && note.mtimeMs >= statSync(at('package-lock.json')).mtimeMs;
}

async function install() {
  // npm tells where it is itself; elsewhere it is looked up, which Windows does only in a shell.
  const npm = process.env['npm_execpath'];
  const isScript = npm !== undefined && /\.[cm]?js$/.test(npm);
  const [command, first] = isScript ? [process.execPath, [npm]] : ['npm', []];
  const args = [...first, 'ci', '--no-fund', '--no-audit', '--loglevel=error'];
  const { code, output } = await withProgress('Installing packages from the npm registry', () =>
    runCommand(command, args, {
      quiet: true,
      timeoutMs: installTimeoutMs,
      shell: !isScript && process.platform === 'win32',
      // As asked of `npm start`: whatever npm was told for another project does not hold for this one.
      env: { npm_config_ignore_scripts: 'true', npm_config_omit: undefined, NODE_ENV: undefined },
    }),
  );
  if (code !== 0) {
    const why = code === 124 ? `took longer than ${installTimeoutMs / 60_000} minutes` : 'failed';
    throw new PlainError(
      `${lastLines(output)}\n\nInstalling the packages ${why}. Check the connection to the npm registry and start again.`,
    );
  }
  writeFileSync(lockStamp, lockDigest());
}

/** @returns {boolean} true also where there are no sources: an installed copy */
function programIsBuilt() {
  if (!existsSync(at('electron'))) return true;
  return readText(buildStamp) === sourceDigest();
}

async function buildProgram() {
  const before = sourceDigest();
  const args = [
    at('node_modules/electron-vite/bin/electron-vite.js'),
    'build',
    '--config',
    'build/electron.vite.config.ts',
  ];
  const { code, output } = await withProgress('Building the program', () =>
    runCommand(process.execPath, args, { quiet: true, timeoutMs: buildTimeoutMs }),
  );
  if (code !== 0) throw new PlainError(`${lastLines(output)}\n\nThe program could not be built; the reason is above.`);
  // The digest of what was there when the build began: a file that changed meanwhile is built next time.
  writeFileSync(buildStamp, before);
}

function sourceDigest() {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => [...filesOf(at(source))]).sort()) {
    hash.update(relative(root, file).split(sep).join('/'));
    hash.update(readFileSync(file));
  }
  return hash.digest('hex');
}

function* filesOf(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile()) yield path;
  if (!found?.isDirectory()) return;
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) yield* filesOf(inner);
    else if (sourceEnding.test(entry.name) && !otherEnding.test(entry.name)) yield inner;
  }
}

/** One set-up at a time in this folder: two commands started together do not build into each other's files. */
async function alone(work) {
  const lock = at('out', '.setup');
  mkdirSync(at('out'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw new PlainError(`${lock} could not be made: ${error.message}`);
    }
    const owner = Number(readText(join(lock, 'pid')));
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    // A lock without a live owner was left by a set-up that was killed.
    if (owner ? !isRunning(owner) : Date.now() - since > 5000) rmSync(lock, { recursive: true, force: true });
    else await wait(200);
  }
  try {
    writeFileSync(join(lock, 'pid'), String(process.pid));
    await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  setUp({ build: !args.includes('--packages-only'), force: args.includes('--build') }).catch(fail);
}
