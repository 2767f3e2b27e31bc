import { expect, test } from 'vitest';
import type { JobSummary } from '../contract/api/system';
import { testProject } from '../testing/factories';
import { Jobs, type JobRequest } from './jobs';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function setUp() {
  const project = testProject();
  const seen: JobSummary[] = [];
  const jobs = new Jobs(
    () => project,
    (job) => void seen.push(job),
  );
  const request = <R>(work: JobRequest<R>['work'], given: Partial<JobRequest<R>> = {}): JobRequest<R> => ({
    method: 'images.import',
    params: { paths: ['x'] },
    lane: 'images',
    signal: new AbortController().signal,
    report: () => undefined,
    work,
    ...given,
  });
  const recorded = () => project.database.all('SELECT state FROM jobs ORDER BY id').map(({ state }) => state);
  return { jobs, seen, request, recorded };
}

test('jobs of one lane run one after the other, of two lanes side by side', async () => {
  const { jobs, request } = setUp();
  const order: string[] = [];
  const work = (name: string) => async () => {
    order.push(`${name} begins`);
    await wait(10);
    order.push(`${name} ends`);
  };
  await Promise.all([
    jobs.run(request(work('a'))),
    jobs.run(request(work('b'))),
    jobs.run(request(work('c'), { lane: 'detect' })),
  ]);
  expect(order.indexOf('b begins')).toBeGreaterThan(order.indexOf('a ends'));
  expect(order.indexOf('c begins')).toBeLessThan(order.indexOf('a ends'));
});

test('a failed job fails its caller, is recorded, and lets the next one run', async () => {
  const { jobs, request, recorded } = setUp();
  const failing = jobs.run(request(() => Promise.reject(new Error('broken'))));
  const next = jobs.run(request(async () => 'fine'));
  await expect(failing).rejects.toThrow('broken');
  await expect(next).resolves.toBe('fine');
  expect(recorded()).toEqual(['failed', 'finished']);
});

test('a queued job that is aborted never begins', async () => {
  const { jobs, request, recorded } = setUp();
  let began = false;
  const first = jobs.run(request(() => wait(20)));
  const second = jobs.run(request(async () => void (began = true)));
  jobs.abort(jobs.list()[0]!.id);
  await expect(second).rejects.toMatchObject({ code: 'aborted' });
  await first;
  expect(began).toBe(false);
  expect(recorded()).toEqual(['finished', 'aborted']);
});

test('a job that a person stops may have a result, and is not finished', async () => {
  const { jobs, request, recorded, seen } = setUp();
  const train = (state: string) =>
    jobs.run(request(async () => ({ state }), { isStopped: (result) => result.state === 'stopped' }));
  expect(await train('stopped')).toEqual({ state: 'stopped' });
  expect(seen.at(-1)).toMatchObject({ state: 'aborted', error: null, result: { state: 'stopped' } });
  await train('finished');
  expect(recorded()).toEqual(['aborted', 'finished']);
});

test('progress is thinned, but the last of it always arrives before the end', async () => {
  const { jobs, request, seen } = setUp();
  const heard: number[] = [];
  await jobs.run(
    request(
      async ({ report }) => {
        for (let i = 1; i <= 1000; i += 1) report(i);
      },
      { report: (progress: number) => void heard.push(progress) },
    ),
  );
  expect(heard.length).toBeLessThan(10);
  expect(heard.at(-1)).toBe(1000);
  expect(seen.at(-1)).toMatchObject({ state: 'finished', progress: 1000 });
});
