import { z } from 'zod';
import { Said, inEnglish, say } from './said';
import { sayIssues } from './wrong-params';

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
export const WireError = z.object({
  code: ErrorCode,
  /** In English. */
  message: z.string(),
  /** The same for a window in another language; left out where the words are another program's. */
  said: Said.optional(),
});
export type WireError = z.infer<typeof WireError>;

/** An error whose code a caller may branch on and whose message a person may read: what, why and what to do. */
export class StudioError extends Error {
  readonly said: Said | undefined;

  /** @param message a plain string is for what no person causes: it is not translated */
  constructor(
    readonly code: ErrorCode,
    message: Said | string,
    options?: { cause?: unknown },
  ) {
    super(inEnglish(message), options);
    this.said = typeof message === 'string' ? undefined : message;
    this.name = code === 'aborted' ? 'AbortError' : 'StudioError';
  }
}

/** Node's error codes that mean something to the person at the keyboard. */
const nodeCodes: Record<string, { code: ErrorCode; say: (path: string | Said) => Said }> = {
  ENOSPC: { code: 'disk-full', say: (path) => say('file.diskFull', { path }) },
  EDQUOT: { code: 'disk-full', say: (path) => say('file.quota', { path }) },
  EACCES: { code: 'not-permitted', say: (path) => say('file.notPermitted', { path }) },
  EPERM: { code: 'not-permitted', say: (path) => say('file.notPermitted', { path }) },
  EROFS: { code: 'not-permitted', say: (path) => say('file.readOnly', { path }) },
  ENOENT: { code: 'not-found', say: (path) => say('file.missing', { path }) },
};

/** Any thrown value as it crosses a boundary. */
export function toWire(error: unknown): WireError {
  if (error instanceof StudioError) return wire(error.code, error.said ?? error.message);
  if (error instanceof z.ZodError) return wire('invalid-params', sayIssues(error));
  if (!(error instanceof Error)) return wire('internal', String(error));
  if (error.name === 'AbortError') return wire('aborted', say('stopped'));
  const { code, path } = error as { code?: string; path?: string };
  const known = code === undefined ? undefined : nodeCodes[code];
  return known ? wire(known.code, known.say(path ?? say('file.unnamed'))) : wire('internal', error.message);
}

function wire(code: ErrorCode, text: Said | string): WireError {
  return { code, message: inEnglish(text), ...(typeof text === 'string' ? {} : { said: text }) };
}

/** The other end of {@link toWire}. */
export function fromWire(error: WireError, options?: { cause?: unknown }): StudioError {
  return new StudioError(error.code, error.said ?? error.message, options);
}

/** What an error says, as a value of another sentence. */
export function reasonOf(error: unknown): Said | string {
  const { said, message } = toWire(error);
  return said ?? message;
}

/** @throws {StudioError} `aborted` once the signal has fired */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new StudioError('aborted', say('stopped'));
}
