import type { Placement } from '../contract/devices';
import { say, sayInEnglish, type Said } from '../contract/said';
import type { TrainConfig } from '../contract/training';

/** The placement that always works: every other one is compared with what it computes. */
export const reference: Placement = { engine: 'onnx', device: 'cpu' };

/** Where a placement can be at all; elsewhere it is not worth a try. */
const known: readonly { placement: Placement; platforms: readonly NodeJS.Platform[] }[] = [
  { placement: reference, platforms: ['linux', 'darwin', 'win32'] },
  { placement: { engine: 'onnx', device: 'webgpu' }, platforms: ['linux', 'darwin', 'win32'] },
  { placement: { engine: 'onnx', device: 'cuda' }, platforms: ['linux'] },
  { placement: { engine: 'onnx', device: 'dml' }, platforms: ['win32'] },
  { placement: { engine: 'onnx', device: 'coreml' }, platforms: ['darwin'] },
  { placement: { engine: 'tensorflow', device: 'cpu' }, platforms: ['linux', 'darwin', 'win32'] },
  { placement: { engine: 'tensorflow', device: 'cuda' }, platforms: ['linux', 'win32'] },
];

/** What this system may have, the reference first. */
export const placementsOf = (platform: NodeJS.Platform = process.platform): Placement[] =>
  known.flatMap(({ placement, platforms }) => (platforms.includes(platform) ? [placement] : []));

export const isSame = (a: Placement, b: Placement): boolean => a.engine === b.engine && a.device === b.device;

/** Whether a run that asks for this engine and device could be placed there. */
export const isAllowed = ({ engine, device }: Placement, wanted: Pick<TrainConfig, 'engine' | 'device'>): boolean =>
  (wanted.engine === 'auto' || wanted.engine === engine) && (wanted.device === 'auto' || wanted.device === device);

/** As the command line's options name it: "cpu" for the engine that everybody has, "tensorflow (cpu)" for the other. */
export const placementName = ({ engine, device }: Placement): string =>
  engine === 'onnx' ? device : `${engine} (${device})`;

/** For a person, in the language of the window. */
export const sayPlacement = ({ engine, device }: Placement): Said => say(`place.${engine}.${device}`);

/** What there is to say of a placement that was tried, as its record has it. */
export const detailOf = (text: Said | string): { detail: string; said?: Said } =>
  typeof text === 'string' ? { detail: text } : { detail: sayInEnglish(text), said: text };

/** For a person: more figures than these would claim more than a short measurement is good for. */
export const formatSpeed = (imagesPerSecond: number): string =>
  imagesPerSecond >= 10 ? String(Math.round(imagesPerSecond)) : imagesPerSecond.toFixed(1);
