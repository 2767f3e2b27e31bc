import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { at } from './root.mjs';
import { lastLines, runCommand } from './run-command.mjs';
import { setUp } from './setup.mjs';
import { PlainError, fail, say, withProgress } from './terminal.mjs';

const version = '2.21.0';
/** Whose wheel is taken: only the C++ library inside counts, which is the same for every Python. */
const wheelPython = '311';
const downloadTimeoutMs = 30 * 60_000;
const nvidiaTimeoutMs = 60 * 60_000;
const unpackTimeoutMs = 5 * 60_000;
const compileTimeoutMs = 5 * 60_000;
const tryTimeoutMs = 2 * 60_000;

const folder = at('node_modules/@tensorflow/tfjs-node-gpu');
const binding = join(folder, 'lib/napi-v8/tfjs_binding.node');
const usage = `Usage: npm run tensorflow [-- [--gpu] [--wheel FILE]]
Gives the training engine "tensorflow" its native library: TensorFlow ${version} out of the Python wheel, and TensorFlow.js's
binding compiled against it. Linux x64 only.
  --gpu         with CUDA 12 and cuDNN, for an NVIDIA card (3 GB to download, 6 GB on the disk; without it 0.3 and 0.8 GB)
  --wheel FILE  a wheel of tensorflow or tensorflow-cpu that is here already, in place of a download`;

/** `npm run tensorflow`. Nothing of it runs by itself. */
async function main(args) {
  if (args.includes('--help')) return say(usage);
  if (args.includes('--try')) return tryBinding();
  const gpu = args.includes('--gpu');
  const wheel = args.includes('--wheel') ? args[args.indexOf('--wheel') + 1] : undefined;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new PlainError(
      `The engine tensorflow is made for Linux x64 only; this is ${process.platform} ${process.arch}. The engine onnx runs here.`,
    );
  if (args.includes('--wheel') && !existsSync(wheel ?? ''))
    throw new PlainError(`There is no wheel ${wheel ?? ''}. Give --wheel the path of a .whl file.`);
  const tools = await findTools({ needsPip: wheel === undefined || gpu });
  await setUp({ build: false });
  const library = await getLibrary(tools, { gpu, wheel: wheel && resolve(wheel) });
  await withProgress('Compiling the binding', () => compile(tools, library));
  const { code, output } = await withProgress('Trying it in a process of its own', () =>
    runCommand(process.execPath, [at('tools/tensorflow.mjs'), '--try'], {
      quiet: true,
      timeoutMs: tryTimeoutMs,
      env: { TF_CPP_MIN_LOG_LEVEL: '2' },
    }),
  );
  if (code !== 0) {
    // As if it had never been there: a binding that does not load is worse than none.
    rmSync(join(folder, 'lib'), { recursive: true, force: true });
    throw new PlainError(
      `TensorFlow does not work here: ${reason(code, output, tryTimeoutMs)}\nThe engine onnx is not touched by that.`,
    );
  }
  say(`${lastLines(output, 1)} Choose the engine tensorflow.`);
}

/** @returns {Promise<{ python: string, compiler: string, headers: string }>} */
async function findTools({ needsPip }) {
  const missing = [];
  const works = async (command, args) =>
    (await runCommand(command, args, { quiet: true, timeoutMs: 20_000 }).catch(() => ({ code: 1 }))).code === 0;
  const recent = 'import sys; sys.exit(sys.version_info < (3, 9))';
  const python = (await works('python3', ['-c', recent])) ? 'python3' : undefined;
  if (!python) missing.push('Python 3.9 or newer (Debian, Ubuntu: apt install python3 python3-pip)');
  else if (needsPip && !(await works(python, ['-m', 'pip', '--version'])))
    missing.push('pip for Python 3 (Debian, Ubuntu: apt install python3-pip)');
  const compiler = process.env['CXX'] || 'g++';
  if (!(await works(compiler, ['--version']))) missing.push('a C++ compiler (Debian, Ubuntu: apt install g++)');
  const besideNode = join(dirname(dirname(process.execPath)), 'include/node');
  const headers = [besideNode, '/usr/include/node', '/usr/include/nodejs', at('node_modules/node-api-headers/include')];
  const found = headers.find((path) => existsSync(join(path, 'node_api.h')));
  if (!found) missing.push('the headers of Node-API (npm install --no-save node-api-headers)');
  if (missing.length > 0)
    throw new PlainError(
      `These are needed and were not found:\n  - ${missing.join('\n  - ')}\nInstall them and start again.`,
    );
  return { python, compiler, headers: found };
}

/** TensorFlow's library and headers, from the cache or from a wheel. @returns {Promise<string>} a folder with lib and include */
async function getLibrary({ python }, { gpu, wheel }) {
  const kind = gpu ? 'tensorflow' : 'tensorflow-cpu';
  const caches = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'deepstyle-studio');
  const library = join(caches, wheel ? 'tensorflow-from-a-wheel' : `${kind}-${version}`);
  if (!wheel && existsSync(library)) return library;
  // Only what is whole gets the final name.
  const part = `${library}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  try {
    const file = wheel ?? (await download(python, kind, part));
    const { output } = await withProgress('Unpacking TensorFlow', () =>
      run(python, [at('tools/unpack-tensorflow.py'), file, part], unpackTimeoutMs, 'The wheel could not be unpacked'),
    );
    if (!wheel) rmSync(file);
    if (gpu) await addNvidia(python, output.trim().split('\n').filter(Boolean), part);
    rmSync(library, { recursive: true, force: true });
    renameSync(part, library);
    return library;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

async function download(python, name, target) {
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--no-cache-dir', '--only-binary=:all:'];
  await withProgress(`Downloading ${name} ${version}`, () =>
    run(
      python,
      [...args, '--python-version', wheelPython, '--dest', target, `${name}==${version}`],
      downloadTimeoutMs,
      `${name} ${version} could not be downloaded`,
      'Check the connection to the Python package index, or give a wheel with --wheel FILE.',
    ),
  );
  return join(target, readdirSync(target).find((file) => file.endsWith('.whl')) ?? '');
}

/** CUDA and cuDNN as Python packages, where TensorFlow's library looks for them: ../nvidia. */
async function addNvidia(python, requirements, target) {
  if (requirements.length === 0)
    throw new PlainError('This wheel asks for no CUDA: it is for the CPU. Leave --gpu out, or give another wheel.');
  const args = ['-m', 'pip', 'install', '--quiet', '--no-deps', '--no-cache-dir', '--only-binary=:all:'];
  await withProgress('Downloading CUDA and cuDNN (about 2.5 GB)', () =>
    run(
      python,
      [...args, '--target', target, ...requirements],
      nvidiaTimeoutMs,
      'CUDA could not be downloaded',
      'Check the connection and the free space on the disk.',
    ),
  );
}

/** TensorFlow.js's own source of the binding, placed where its package looks for it. */
async function compile({ compiler, headers }, library) {
  const dependencies = join(folder, 'deps');
  for (const path of [dependencies, join(folder, 'lib')]) rmSync(path, { recursive: true, force: true });
  mkdirSync(dependencies);
  mkdirSync(dirname(binding), { recursive: true });
  for (const part of ['lib', 'include']) symlinkSync(join(library, part), join(dependencies, part));
  const include = ['.', '..', 'deps/include', headers].map((path) => `-I${path}`);
  const links = ['-Ldeps/lib', '-ltensorflow', '-ltensorflow_framework', '-Wl,-rpath,$ORIGIN/../../deps/lib'];
  const sources = ['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc'];
  const standard = ['-O2', '-shared', '-fPIC', '-std=c++17', '-w', '-DNAPI_VERSION=8'];
  const args = [...standard, ...include, ...sources, ...links, '-o', binding];
  await run(compiler, args, compileTimeoutMs, 'The binding could not be compiled', undefined, folder);
}

async function run(
  command,
  args,
  timeoutMs,
  failure,
  remedy = 'The studio goes on with the engine onnx.',
  cwd = undefined,
) {
  const result = await runCommand(command, args, { quiet: true, timeoutMs, cwd });
  if (result.code !== 0)
    throw new PlainError(`${failure}: ${reason(result.code, result.output, timeoutMs)}\n${remedy}`);
  return result;
}

function reason(code, output, timeoutMs) {
  return code === 124
    ? `it took longer than ${timeoutMs / 60_000} minutes`
    : lastLines(output, 5) || `it ended with ${code}`;
}

/** Loads the binding, computes a little and says what it is; runs in a process that may crash. */
async function tryBinding() {
  const { createRequire } = await import('node:module');
  const require = createRequire(import.meta.url);
  // Node 23 has removed two functions that TensorFlow.js calls.
  const utilities = require('node:util');
  utilities.isNullOrUndefined ??= (value) => value === null || value === undefined;
  utilities.isArray ??= Array.isArray;
  const tf = require('@tensorflow/tfjs-node-gpu');
  const [sum] = tf.matMul(tf.ones([2, 3]), tf.ones([3, 2])).dataSync();
  if (sum !== 3) throw new PlainError('it computes wrong numbers');
  const { binding: native, isUsingGpuDevice } = tf.backend();
  say(`TensorFlow ${native.TF_Version} works, on the ${isUsingGpuDevice ? 'graphics card' : 'CPU'}.`);
}

main(process.argv.slice(2)).catch(fail);
