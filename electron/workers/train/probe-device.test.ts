import { expect, test } from 'vitest';
import { probeDevice } from './probe-device';

test('the processor makes a step that agrees with plain operators, and its speed is told', async () => {
  expect(await probeDevice('cpu')).toEqual({ ok: true, detail: expect.stringMatching(/^\d+\.\d images a second/) });
});

test('a device that is not there is an answer with a reason, not an error', async () => {
  const absent = process.platform === 'darwin' ? 'dml' : 'coreml';

  expect(await probeDevice(absent)).toEqual({ ok: false, detail: expect.stringContaining(absent) });
});

test('a name that is no device is refused', async () => {
  await expect(probeDevice('abacus')).rejects.toMatchObject({ code: 'invalid-params' });
});
