import { StudioError } from '../../contract/errors';
import { say } from '../../contract/said';

/** Where a detector can run; each is an execution provider of ONNX Runtime by the same name. */
export const devices = ['cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const;
export type Device = (typeof devices)[number];

/**
 * `auto` is the processor: every machine has it, and a small detector keeps up with decoding there.
 *
 * @throws {StudioError} `device-unavailable` for a name that is none
 */
export function chooseDevice(wanted: string): Device {
  if (wanted === 'auto') return 'cpu';
  const device = devices.find((name) => name === wanted);
  if (device) return device;
  throw new StudioError('device-unavailable', say('detector.noDevice', { name: wanted, known: devices.join(', ') }));
}

/** @returns the error to throw when a device did not load or stopped working */
export function deviceUnavailable(device: Device, cause: unknown): StudioError {
  const why = cause instanceof Error ? cause.message.trim().split('\n')[0]! : String(cause);
  return new StudioError('device-unavailable', say('detector.deviceFails', { device, why }), { cause });
}
