import { StudioError, fromWire, throwIfAborted, toWire } from '../contract/errors';
import { say } from '../contract/said';
import type { MethodTable } from '../contract/method';
import type { RunningWorker } from './worker-client';

export interface InOrderOptions<T extends MethodTable, Item, Answer> {
  items: readonly Item[];
  /** Items in work at the same time: the worker decodes the next ones while it computes this one. */
  inFlight: number;
  signal: AbortSignal;
  /** A worker that is alive: the running one, or a new one after a crash. */
  worker: () => Promise<RunningWorker<T>>;
  ask: (worker: RunningWorker<T>, item: Item) => Promise<Answer>;
  /** Called in the order of the items, whatever order the answers came in. */
  onAnswer: (item: Item, answer: Answer) => void;
  /** Called in order too, for an item that failed; the others go on. Throw to end the whole job. */
  onFailure: (item: Item, error: StudioError) => void;
}

/**
 * Sends items through a worker, several at a time, and gives the answers in the items' order, so that the same input
 * leaves the same project however often it was interrupted. When the worker crashes, what was in flight is tried
 * again one at a time in a fresh worker: the item that kills it twice is the culprit and is reported.
 */
export async function inOrder<T extends MethodTable, Item, Answer>(
  options: InOrderOptions<T, Item, Answer>,
): Promise<void> {
  const { items, inFlight, signal, worker, ask, onAnswer, onFailure } = options;
  type Outcome = { answer: Answer } | { error: StudioError };

  const attempt = async (item: Item): Promise<Outcome> => {
    try {
      return { answer: await ask(await worker(), item) };
    } catch (error) {
      const wire = toWire(error);
      return {
        error: error instanceof StudioError ? error : fromWire(wire, { cause: error }),
      };
    }
  };

  const settle = (item: Item, outcome: Outcome) => {
    if ('answer' in outcome) return onAnswer(item, outcome.answer);
    if (outcome.error.code === 'aborted') throw outcome.error;
    onFailure(item, outcome.error);
  };

  // A worker that hangs on an item must not keep the job from stopping.
  const stopped = new Promise<Outcome>((resolve) => {
    const stop = () => resolve({ error: new StudioError('aborted', say('stopped')) });
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });

  const queue: { item: Item; outcome: Promise<Outcome> }[] = [];
  let next = 0;
  while (next < items.length || queue.length > 0) {
    throwIfAborted(signal);
    while (next < items.length && queue.length < inFlight) {
      const item = items[next++]!;
      queue.push({ item, outcome: attempt(item) });
    }
    const { item, outcome } = queue.shift()!;
    const first = await Promise.race([outcome, stopped]);
    if (!('error' in first) || first.error.code !== 'worker-crashed') {
      settle(item, first);
      continue;
    }
    // Everything in flight went down together. Find the culprit by trying each alone.
    const suspects = [
      { item, outcome: first },
      ...(await Promise.all(
        queue.splice(0).map(async (entry) => ({ item: entry.item, outcome: await entry.outcome })),
      )),
    ];
    for (const suspect of suspects) {
      throwIfAborted(signal);
      const crashed = 'error' in suspect.outcome && suspect.outcome.error.code === 'worker-crashed';
      settle(suspect.item, crashed ? await Promise.race([attempt(suspect.item), stopped]) : suspect.outcome);
    }
  }
}
