import { availableParallelism, totalmem } from 'node:os';
import type { DoctorCheck } from '../contract/api/system';
import type { Placement } from '../contract/devices';
import { toWire } from '../contract/errors';
import type { CallContext } from '../contract/method';
import { trainConfig } from '../ml/gan/presets';
import { measureDevices } from './measure-devices';
import { listModels, modelFolder } from './models';
import { placementName } from './placements';
import type { StudioState } from './studio-state';

/**
 * What works on this machine. Every engine and device is tried with real training steps of the usual size, and what was
 * measured is remembered for the runs that leave the choice to the studio.
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
  if (signal.aborted) return { checks };
  const { placements } = await measureDevices(state, trainConfig('better'), {
    signal,
    report: ({ trying }) => trying && report({ check: trainingOn(trying) }),
  });
  checks.push(...placements.map((tried) => ({ name: trainingOn(tried), ok: tried.ok, detail: tried.detail, tried })));
  return { checks };
}

const trainingOn = (placement: Placement): string => `training on ${placementName(placement)}`;

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
