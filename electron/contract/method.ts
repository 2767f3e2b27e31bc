import type { z } from 'zod';

/** `call` answers once; `job` reports, can be aborted, then answers. */
export type CallSpec = { kind: 'call'; params: z.ZodType; result: z.ZodType };
export type JobSpec = { kind: 'job'; params: z.ZodType; progress: z.ZodType; result: z.ZodType };
export type MethodSpec = CallSpec | JobSpec;
export type MethodTable = Record<string, MethodSpec>;

/** What a caller passes: defaults may be left out. */
export type ParamsOf<T extends MethodTable, M extends keyof T> = z.input<T[M]['params']>;
/** What a handler receives: defaults filled in. */
export type ParsedOf<T extends MethodTable, M extends keyof T> = z.output<T[M]['params']>;
export type ResultOf<T extends MethodTable, M extends keyof T> = z.output<T[M]['result']>;
export type ProgressOf<T extends MethodTable, M extends keyof T> = T[M] extends JobSpec
  ? z.output<T[M]['progress']>
  : never;

/** What a handler is given besides its parameters. */
export interface CallContext<Progress = never> {
  signal: AbortSignal;
  report: (progress: Progress) => void;
}

export type Handlers<T extends MethodTable> = {
  [M in keyof T]: (
    params: ParsedOf<T, M>,
    context: CallContext<ProgressOf<T, M>>,
  ) => Promise<ResultOf<T, M>> | ResultOf<T, M>;
};
