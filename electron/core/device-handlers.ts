import type { deviceMethods } from '../contract/api/devices';
import type { Handlers } from '../contract/method';
import { workloadOf } from '../ml/gan/step-cost';
import { describeMachine, readDeviceRecords } from './device-records';
import { job } from './job';
import { measureDevices } from './measure-devices';
import { intendedConfig } from './run-config';
import type { StudioState } from './studio-state';

export function deviceHandlers(state: StudioState): Handlers<typeof deviceMethods> {
  const { userFolder, version } = state.options;
  // In the lane of trainings: a machine that trains measures nothing worth knowing.
  const measure = job(state, 'devices.measure', 'train', async (params, context) =>
    measureDevices(state, await intendedConfig(state, params), context),
  );
  return {
    'devices.measure': async (params, context) => {
      const workload = workloadOf(await intendedConfig(state, params));
      const records = params.redo ? [] : await readDeviceRecords(userFolder, describeMachine(version));
      const known = records.find((record) => record.workload === workload);
      const { placements, measuredAt } = known ?? (await measure(params, context));
      return { placements, measuredAt };
    },
  };
}
