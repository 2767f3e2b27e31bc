import { readFileSync } from 'node:fs';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { availableParallelism, cpus, release } from 'node:os';
import { dirname, join } from 'node:path';
import { DeviceRecords, type DeviceRecord, type Placement } from '../contract/devices';
import type { Said } from '../contract/said';
import { writeFileAtomic } from '../storage/atomic';
import { detailOf } from './placements';

/** Sizes of training that are remembered, newest first. */
const remembered = 100;

const fileOf = (userFolder: string): string => join(userFolder, 'devices.json');

/**
 * Everything that decides how fast a training is here: processor, system (whose update brings new drivers), the graphics
 * driver, and the program, which brings its own ONNX Runtime. When one of them changes, what was measured counts no more.
 */
export function describeMachine(version: string): string {
  const facts = [
    cpus()[0]?.model.trim() ?? 'unknown processor',
    `${availableParallelism()} cores`,
    `${process.platform} ${process.arch} ${release()}`,
    `nvidia ${nvidiaDriver()}`,
    `DeepStyle Studio ${version}`,
  ];
  return facts.join(', ');
}

function nvidiaDriver(): string {
  try {
    return readFileSync('/sys/module/nvidia/version', 'utf8').trim();
  } catch {
    return 'none';
  }
}

/** What is known of this machine, newest first. A file that cannot be read counts as empty: it can be measured again. */
export async function readDeviceRecords(userFolder: string, machine: string): Promise<DeviceRecord[]> {
  const all = await readAll(userFolder);
  return all.filter((record) => record.machine === machine);
}

/** Keeps a measurement in place of an older one of the same machine and workload. */
export async function saveDeviceRecord(userFolder: string, record: DeviceRecord): Promise<void> {
  const isOther = ({ machine, workload }: DeviceRecord) => machine !== record.machine || workload !== record.workload;
  const others = (await readAll(userFolder)).filter(isOther);
  await save(userFolder, [record, ...others]);
}

/** Notes that a placement which was measured as working works no more, for every size: until it is measured again. */
export async function forgetPlacement(
  userFolder: string,
  { engine, device }: Placement,
  why: Said | string,
): Promise<void> {
  const records = (await readAll(userFolder)).map((record) => ({
    ...record,
    placements: record.placements.map((tried) =>
      tried.engine === engine && tried.device === device
        ? { ...tried, ok: false, imagesPerSecond: null, memoryMiB: null, said: undefined, ...detailOf(why) }
        : tried,
    ),
  }));
  await save(userFolder, records);
}

async function save(userFolder: string, records: readonly DeviceRecord[]): Promise<void> {
  const file = fileOf(userFolder);
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, JSON.stringify({ records: records.slice(0, remembered) }, null, 2));
}

/** A window asks at every change of a setting, and a hundred records take a moment to check: by file, as of its content. */
const known = new Map<string, { content: string; records: DeviceRecord[] }>();

async function readAll(userFolder: string): Promise<DeviceRecord[]> {
  const file = fileOf(userFolder);
  try {
    // Each save is a new file under the old name.
    const { ino, mtimeMs, size } = await stat(file);
    const content = `${ino} ${mtimeMs} ${size}`;
    const before = known.get(file);
    if (before?.content === content) return before.records;
    const { records } = DeviceRecords.parse(JSON.parse(await readFile(file, 'utf8')));
    known.set(file, { content, records });
    return records;
  } catch {
    return [];
  }
}
