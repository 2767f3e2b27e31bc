import { z } from 'zod';
import { WireError } from './errors';

/**
 * The frames of both hops, shell <-> core and core <-> worker. A caller sends `run` and gets any number of `progress`
 * and then exactly one `done` or `failed` with the same id. `subscribe` turns `event` frames on.
 */
export const FromCaller = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run'), id: z.int(), method: z.string(), params: z.unknown() }),
  z.object({ kind: z.literal('abort'), id: z.int() }),
  z.object({ kind: z.literal('subscribe'), topics: z.array(z.string()) }),
]);
export type FromCaller = z.infer<typeof FromCaller>;

export const ToCaller = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), id: z.int(), progress: z.unknown() }),
  z.object({ kind: z.literal('done'), id: z.int(), result: z.unknown() }),
  z.object({ kind: z.literal('failed'), id: z.int(), error: WireError }),
  z.object({ kind: z.literal('event'), topic: z.string(), payload: z.unknown() }),
]);
export type ToCaller = z.infer<typeof ToCaller>;
