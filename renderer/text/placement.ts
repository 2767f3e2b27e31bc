import type { Placement } from '../../electron/contract/devices';
import { t } from './text.svelte';

const engines = { onnx: 'ONNX Runtime', tensorflow: 'TensorFlow' } as const;

/** An engine and a device as a heading. */
export const placementTitle = ({ engine, device }: Placement): string =>
  `${t(`device.${device}`)} · ${engines[engine]}`;
