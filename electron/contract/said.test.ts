import { expect, test } from 'vitest';
import { StudioError, WireError, fromWire, toWire } from './errors';
import { say, sayInEnglish } from './said';

test('a sentence has its values in it, and sentences in sentences', () => {
  const place = say('place.onnx.cpu');
  const others = [
    say('reason.slower', { place: say('place.onnx.webgpu'), speed: '40', best: '95' }),
    say('reason.refused', { place: say('place.onnx.cuda'), why: say('tried.noNvidia') }),
  ];
  expect(sayInEnglish(say('reason.fastest', { place, speed: '95', others }))).toBe(
    'Fastest here: the processor, 95 images/s. Slower: the graphics card (WebGPU), 40 images/s against 95. ' +
      'Not the graphics card (CUDA): no NVIDIA graphics card with a new enough driver was found.',
  );
  expect(sayInEnglish(say('reason.fastest', { place, speed: '95', others: [] }))).toBe(
    'Fastest here: the processor, 95 images/s.',
  );
});

test('an error crosses a process with its English sentence and the parts of every other', () => {
  const thrown = new StudioError('not-found', say('dataset.unknown', { name: 'looks-9', known: 'looks-1' }));
  const wire = WireError.parse(structuredClone(toWire(thrown)));

  expect(wire.message).toBe('There is no dataset looks-9. Known: looks-1.');
  expect(fromWire(wire)).toMatchObject({
    code: 'not-found',
    message: wire.message,
    said: { key: 'dataset.unknown', values: { name: 'looks-9', known: 'looks-1' } },
  });
});

test("the system's own errors become sentences; those of other programs stay as they are", () => {
  const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', path: '/photos/a.jpg' });
  expect(toWire(full)).toEqual({
    code: 'disk-full',
    message: 'The disk is full: /photos/a.jpg could not be written. Free some space and try again.',
    said: say('file.diskFull', { path: '/photos/a.jpg' }),
  });
  expect(toWire(new Error('segment 7'))).toEqual({ code: 'internal', message: 'segment 7' });
});
