import type { ErrorCode } from '../../electron/contract/errors';

const keys = {
  disconnected: 'advice.disconnected',
  'worker-crashed': 'advice.worker-crashed',
  'loss-not-finite': 'advice.loss-not-finite',
  'out-of-memory': 'advice.out-of-memory',
  'device-unavailable': 'advice.device-unavailable',
  internal: 'advice.internal',
} as const satisfies Partial<Record<ErrorCode, string>>;

/** What to do about an error whose own message does not say so. */
export function adviceKey(code: ErrorCode | null): (typeof keys)[keyof typeof keys] | null {
  return code !== null && code in keys ? keys[code as keyof typeof keys] : null;
}
