import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type * as Core from '@tensorflow/tfjs-core';
import type { NodeJSKernelBackend } from '@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend';
import type { StudioError } from '../../../contract/errors';
import { type Said, say } from '../../../contract/said';
import { DeviceUnavailable } from '../device-unavailable';
import { installPlainWeightGradient } from './plain-weight-gradient';

export type TensorFlow = typeof Core;

/** `native`: TensorFlow's own library. `plain`: TensorFlow.js in JavaScript alone, for checks at tiny sizes. */
export type BackEnd = 'native' | 'plain';

const nodePackage = '@tensorflow/tfjs-node-gpu';

// Loaded by `require`, when it is first wanted: the packaged program does not carry these packages, and Electron 25
// cannot `import()` native ones.
const ownRequire = createRequire(import.meta.url);

/** Whether the native back end is there; whether it loads only loading it can tell. */
export function isTensorFlowInstalled(): boolean {
  try {
    const folder = join(ownRequire.resolve(`${nodePackage}/package.json`), '..');
    return existsSync(join(folder, 'lib/napi-v8/tfjs_binding.node'));
  } catch {
    return false;
  }
}

/**
 * TensorFlow.js with one back end, which is the process's from then on.
 *
 * @param require finds the packages
 * @throws {StudioError} `device-unavailable` where TensorFlow is not installed or cannot be loaded
 */
export async function loadTensorFlow(
  backEnd: BackEnd,
  require: NodeJS.Require = ownRequire,
): Promise<{ tf: TensorFlow; device: 'cpu' | 'cuda' }> {
  const tf = backEnd === 'native' ? loadNative(require) : loadPlain(require);
  // Leaves out checks of every value.
  tf.enableProdMode();
  const name = backEnd === 'native' ? 'tensorflow' : 'cpu';
  if (!(await tf.setBackend(name))) throw unavailable(say('tried.noBackEnd', { name }));
  const isCuda = backEnd === 'native' && (tf.backend() as NodeJSKernelBackend).isUsingGpuDevice;
  return { tf, device: isCuda ? 'cuda' : 'cpu' };
}

function loadPlain(require: NodeJS.Require): TensorFlow {
  const tf = require('@tensorflow/tfjs') as TensorFlow;
  installPlainWeightGradient(tf);
  return tf;
}

function loadNative(require: NodeJS.Require): TensorFlow {
  restoreUtilities(require);
  try {
    return require(nodePackage) as TensorFlow;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    if (/Cannot find module '@tensorflow|tfjs_binding\.node\) can not be found|The specified module/.test(why))
      throw unavailable(say('tried.notInstalled'), error);
    throw unavailable(say('tried.notLoaded', { detail: why.split('\n')[0]! }), error);
  }
}

/** TensorFlow.js for Node calls two functions that Node 23 has removed. */
function restoreUtilities(require: NodeJS.Require): void {
  const utilities = require('node:util') as Record<string, unknown>;
  utilities['isNullOrUndefined'] ??= (value: unknown): boolean => value === null || value === undefined;
  utilities['isArray'] ??= Array.isArray;
}

function unavailable(why: Said, cause?: unknown): StudioError {
  return new DeviceUnavailable(say('tensorflow.fails', { why }), why, { cause });
}
