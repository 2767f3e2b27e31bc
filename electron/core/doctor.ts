import { availableParallelism, totalmem } from 'node:os';
import type { DoctorCheck } from '../contract/api/system';
import { toWire } from '../contract/errors';
import type { CallContext } from '../contract/method';
import { listModels, modelFolder } from './models';
import type { StudioState } from './studio-state';

/** Where a device can be at all; elsewhere it is not worth a line. */
const devices: readonly { name: string; platforms: readonly NodeJS.Platform[] }[] = [
  { name: 'cpu', platforms: ['linux', 'darwin', 'win32'] },
  { name: 'webgpu', platforms: ['linux', 'darwin', 'win32'] },
  { name: 'cuda', platforms: ['linux'] },
  { name: 'dml', platforms: ['win32'] },
  { name: 'coreml', platforms: ['darwin'] },
];

/**
 * What works on this machine. Every device is tried with a real training step in a process of its own, because a
 * list of what should work means nothing and a crash must not take the studio along.
 */
export async function examine(
  state: StudioState,
  { report, signal }: CallContext<{ check: string }>,
): Promise<{ checks: DoctorCheck[] }> {
  const memoryGiB = totalmem() / 2 ** 30;
  const checks: DoctorCheck[] = [
    {
      name: 'machine',
      ok: memoryGiB >= 4,
      detail: `${availableParallelism()} cores, ${memoryGiB.toFixed(1)} GiB memory, ${process.platform} ${process.arch}`,
    },
    { name: 'runtime', ok: true, detail: `DeepStyle Studio ${state.options.version}, Node ${process.versions.node}` },
  ];
  const attempt = async (name: string, work: () => Promise<{ ok: boolean; detail: string }>) => {
    if (signal.aborted) return;
    report({ check: name });
    checks.push({ name, ...(await work().catch((error: unknown) => ({ ok: false, detail: toWire(error).message }))) });
  };

  await attempt('detector', () => examineDetector(state));
  for (const { name: device } of devices.filter(({ platforms }) => platforms.includes(process.platform))) {
    await attempt(`training on ${device}`, async () => {
      const worker = state.workers.train();
      try {
        return await worker.client.run('probe', { device }, { signal });
      } finally {
        worker.kill();
      }
    });
  }
  return { checks };
}

async function examineDetector(state: StudioState) {
  const model = listModels(state.options.resources)[0];
  if (!model) return { ok: false, detail: 'No detector is bundled.' };
  const worker = state.workers.detect();
  try {
    const { device } = await worker.client.run('load', {
      folder: modelFolder(model),
      manifest: model.manifest,
      device: 'auto',
      threads: 0,
    });
    return { ok: true, detail: `${model.manifest.title} ${model.manifest.version} on ${device}` };
  } finally {
    worker.kill();
  }
}
