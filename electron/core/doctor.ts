import { availableParallelism, totalmem } from 'node:os';
import type { DoctorCheck } from '../contract/api/system';
import type { Placement } from '../contract/devices';
import { reasonOf } from '../contract/errors';
import type { CallContext } from '../contract/method';
import { say } from '../contract/said';
import { trainConfig } from '../ml/gan/presets';
import { measureDevices } from './measure-devices';
import { listModels, modelFolder } from './models';
import { detailOf, placementName } from './placements';
import type { StudioState } from './studio-state';

/**
 * What works on this machine. Every engine and device is tried with real training steps of the usual size, and what was
 * measured is remembered for the runs that leave the choice to the studio.
 */
export async function examine(
  state: StudioState,
  { report, signal }: CallContext<{ check: string; trying?: Placement | undefined }>,
): Promise<{ checks: DoctorCheck[] }> {
  const memoryGiB = totalmem() / 2 ** 30;
  const checks: DoctorCheck[] = [
    {
      name: 'machine',
      ok: memoryGiB >= 4,
      ...detailOf(
        say('doctor.machine', {
          cores: availableParallelism(),
          memory: memoryGiB.toFixed(1),
          platform: `${process.platform} ${process.arch}`,
        }),
      ),
    },
    {
      name: 'runtime',
      ok: true,
      ...detailOf(say('doctor.runtime', { version: state.options.version, node: process.versions.node })),
    },
  ];
  const attempt = async (name: string, work: () => Promise<Pick<DoctorCheck, 'ok' | 'detail' | 'said'>>) => {
    if (signal.aborted) return;
    report({ check: name });
    const found = await work().catch((error: unknown) => ({ ok: false, ...detailOf(reasonOf(error)) }));
    checks.push({ name, ...found });
  };

  await attempt('detector', () => examineDetector(state));
  if (signal.aborted) return { checks };
  const { placements } = await measureDevices(state, trainConfig('better'), {
    signal,
    report: ({ trying }) => trying && report({ check: trainingOn(trying), trying }),
  });
  for (const tried of placements) {
    const { ok, detail, said } = tried;
    checks.push({ name: trainingOn(tried), ok, detail, said, tried });
  }
  return { checks };
}

const trainingOn = (placement: Placement): string => `training on ${placementName(placement)}`;

async function examineDetector(state: StudioState) {
  const model = listModels(state.options.resources)[0];
  if (!model) return { ok: false, ...detailOf(say('detector.noneBundled')) };
  const worker = state.workers.detect();
  try {
    const { device } = await worker.client.run('load', {
      folder: modelFolder(model),
      manifest: model.manifest,
      device: 'auto',
      threads: 0,
    });
    const { title, version } = model.manifest;
    return { ok: true, ...detailOf(say('doctor.detector', { title, version, device })) };
  } finally {
    worker.kill();
  }
}
