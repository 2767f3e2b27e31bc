import { existsSync } from 'node:fs';
import { at } from './root.mjs';
import { lastLines, runCommand } from './run-command.mjs';
import { setUp } from './setup.mjs';
import { PlainError, fail, say, withProgress } from './terminal.mjs';

const downloadTimeoutMs = 20 * 60_000;
const folder = at('node_modules/onnxruntime-node');
const library = `${folder}/bin/napi-v6/linux/x64/libonnxruntime_providers_cuda.so`;

/** `npm run gpu`: fetches the CUDA half of ONNX Runtime, which is too large for the npm registry. */
async function main() {
  await setUp({ build: false });
  if (existsSync(library)) return say('CUDA for ONNX Runtime is there already.');
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    return say(
      'Nothing to fetch: on this system ONNX Runtime uses the graphics card by WebGPU, DirectML or CoreML, which it has.',
    );
  }
  if (!existsSync('/proc/driver/nvidia/version') && !process.argv.includes('--force')) {
    return say('No NVIDIA driver is loaded here, so CUDA would be of no use. --force fetches it all the same.');
  }
  const { code, output } = await withProgress('Fetching CUDA for ONNX Runtime (about 300 MB)', () =>
    runCommand(process.execPath, [`${folder}/script/install.js`], {
      quiet: true,
      timeoutMs: downloadTimeoutMs,
      env: { ONNXRUNTIME_NODE_INSTALL: 'true' },
    }),
  );
  if (code === 0 && existsSync(library)) return say('Done. Choose the device cuda, or leave it at auto.');
  const why = code === 124 ? `it took longer than ${downloadTimeoutMs / 60_000} minutes` : lastLines(output, 3);
  throw new PlainError(
    `CUDA could not be fetched: ${why}\nThe studio goes on with the CPU. Check the connection and run \`npm run gpu\` again.`,
  );
}

main().catch(fail);
