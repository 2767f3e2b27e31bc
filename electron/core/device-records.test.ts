import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { DeviceRecord } from '../contract/devices';
import { temporaryFolder } from '../testing/temporary-folder';
import { forgetPlacement, readDeviceRecords, saveDeviceRecord } from './device-records';

const record = (workload: string, imagesPerSecond: number): DeviceRecord => ({
  machine: 'this one',
  workload,
  flopPerPicture: 1e9,
  measuredAt: '2026-01-01T00:00:00.000Z',
  placements: [{ engine: 'onnx', device: 'cpu', ok: true, imagesPerSecond, memoryMiB: 900, detail: 'fast' }],
});
const speeds = async (folder: string) =>
  (await readDeviceRecords(folder, 'this one')).map(({ placements }) => placements[0]!.imagesPerSecond);

test('what was measured is remembered, and read anew whoever has changed it', async () => {
  const folder = temporaryFolder();
  expect(await speeds(folder)).toEqual([]);
  await saveDeviceRecord(folder, record('small', 60));
  expect(await speeds(folder)).toEqual([60]);
  await saveDeviceRecord(folder, record('small', 70));
  await saveDeviceRecord(folder, record('large', 20));
  expect(await speeds(folder)).toEqual([20, 70]);
  expect(await readDeviceRecords(folder, 'another one')).toEqual([]);

  const file = join(folder, 'devices.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"imagesPerSecond": 20', '"imagesPerSecond": 25'));
  expect(await speeds(folder)).toEqual([25, 70]);
  await forgetPlacement(folder, { engine: 'onnx', device: 'cpu' }, 'it broke');
  expect(await speeds(folder)).toEqual([null, null]);
  writeFileSync(file, 'not what was written');
  expect(await speeds(folder)).toEqual([]);
});
