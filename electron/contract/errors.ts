import { z } from 'zod';

/** Reasons a caller may branch on. Messages may change; codes may not. */
export const errorCodes = [
  'aborted',
  'invalid-params',
  'unknown-method',
  'not-found',
  'no-project',
  'project-locked',
  'project-newer',
  'project-damaged',
  'conflict',
  'image-unreadable',
  'image-too-large',
  'image-missing',
  'model-invalid',
  'model-missing',
  'dataset-damaged',
  'checkpoint-damaged',
  'nothing-to-do',
  'loss-not-finite',
  'device-unavailable',
  'out-of-memory',
  'disk-full',
  'not-permitted',
  'worker-crashed',
  'disconnected',
  'internal',
] as const;

export const ErrorCode = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** What crosses a process boundary: no stack, which is logged where the error was thrown. */
export const WireError = z.object({ code: ErrorCode, message: z.string() });
export type WireError = z.infer<typeof WireError>;

/** An error whose code a caller may branch on and whose message a person may read: what, why and what to do. */
export class StudioError extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = code === 'aborted' ? 'AbortError' : 'StudioError';
  }
}

/** Node's error codes that mean something to the person at the keyboard. */
const nodeCodes: Record<string, { code: ErrorCode; say: (path: string) => string }> = {
  ENOSPC: {
    code: 'disk-full',
    say: (path) => `The disk is full: ${path} could not be written. Free some space and try again.`,
  },
  EDQUOT: { code: 'disk-full', say: (path) => `Your disk quota is used up: ${path} could not be written.` },
  EACCES: {
    code: 'not-permitted',
    say: (path) => `No permission for ${path}. Change its permissions or choose another place.`,
  },
  EPERM: {
    code: 'not-permitted',
    say: (path) => `No permission for ${path}. Change its permissions or choose another place.`,
  },
  EROFS: { code: 'not-permitted', say: (path) => `${path} is on a read-only disk. Choose another place.` },
  ENOENT: { code: 'not-found', say: (path) => `${path} does not exist.` },
};

/** Any thrown value as `{ code, message }`. */
export function toWire(error: unknown): WireError {
  if (error instanceof StudioError) return { code: error.code, message: error.message };
  if (error instanceof z.ZodError) return { code: 'invalid-params', message: z.prettifyError(error) };
  if (!(error instanceof Error)) return { code: 'internal', message: String(error) };
  if (error.name === 'AbortError') return { code: 'aborted', message: 'Stopped.' };
  const { code, path } = error as { code?: string; path?: string };
  const known = code === undefined ? undefined : nodeCodes[code];
  return known
    ? { code: known.code, message: known.say(path ?? 'The file') }
    : { code: 'internal', message: error.message };
}

/** The other end of {@link toWire}. */
export function fromWire(error: WireError): StudioError {
  return new StudioError(error.code, error.message);
}

/** @throws {StudioError} `aborted` once the signal has fired */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new StudioError('aborted', 'Stopped.');
}
