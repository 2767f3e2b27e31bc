import { expect, test } from 'vitest';
import { StudioError } from '../contract/errors';
import type { MethodTable } from '../contract/method';
import { inOrder } from './in-order';
import type { RunningWorker } from './worker-client';

const worker = () => Promise.resolve({} as RunningWorker<MethodTable>);
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const never = new AbortController().signal;

async function collect(items: number[], ask: (item: number) => Promise<number>, signal = never) {
  const events: string[] = [];
  await inOrder({
    items,
    inFlight: 3,
    signal,
    worker,
    ask: (_worker, item) => ask(item),
    onAnswer: (item, answer) => void events.push(`${item}=${answer}`),
    onFailure: (item, error) => void events.push(`${item} ${error.code}`),
  });
  return events;
}

test('answers come in the order of the items, whatever order they were found in', async () => {
  const events = await collect([30, 1, 20, 2, 10], async (item) => (await wait(item), item * 2));
  expect(events).toEqual(['30=60', '1=2', '20=40', '2=4', '10=20']);
});

test('no more items than allowed are in work at once', async () => {
  let now = 0;
  let most = 0;
  await collect([1, 2, 3, 4, 5, 6], async (item) => {
    most = Math.max(most, ++now);
    await wait(3);
    now -= 1;
    return item;
  });
  expect(most).toBe(3);
});

test('an item that cannot be read is reported and the others go on', async () => {
  const events = await collect([1, 2, 3], async (item) => {
    if (item === 2) throw new StudioError('image-unreadable', 'ends early');
    return item;
  });
  expect(events).toEqual(['1=1', '2 image-unreadable', '3=3']);
});

test('an item that kills the worker is found out; those that died with it are done again', async () => {
  const asked: number[] = [];
  const events = await collect([1, 2, 3, 4], async (item) => {
    asked.push(item);
    const goesDown = item === 2 || asked.filter((other) => other === item).length === 1;
    if (goesDown) throw new StudioError('worker-crashed', 'ended unexpectedly');
    return item;
  });
  expect(events).toEqual(['1=1', '2 worker-crashed', '3=3', '4=4']);
});

test('stopping ends the work at the next item', async () => {
  const stop = new AbortController();
  const done: number[] = [];
  const running = collect(
    [1, 2, 3, 4, 5, 6, 7],
    async (item) => {
      await wait(2);
      done.push(item);
      if (item === 2) stop.abort();
      return item;
    },
    stop.signal,
  );
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
  expect(done.length).toBeLessThan(6);
});

test('a worker that hangs does not keep the job from stopping', async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 5);
  const running = collect([1], () => new Promise(() => undefined), stop.signal);
  await expect(running).rejects.toMatchObject({ code: 'aborted' });
});
