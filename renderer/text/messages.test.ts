import { afterEach, expect, test } from 'vitest';
import { errorCodes, StudioError } from '../../electron/contract/errors';
import { messages, type MessageKey } from '../../electron/contract/messages';
import { say } from '../../electron/contract/said';
import { saidIn } from './language';
import { sayError, setLanguage } from './text.svelte';
import { zhMessages } from './zh/messages';

afterEach(() => setLanguage('en'));

const namesOf = (text: string) => [...new Set([...text.matchAll(/\{(\w+)/g)].map((match) => match[1]))].sort();

test('whatever core says is said in Chinese too, with the same values', () => {
  for (const key of Object.keys(messages) as MessageKey[]) {
    expect([key, namesOf(zhMessages[key])]).toEqual([key, namesOf(messages[key])]);
    const words = messages[key].replace(/\{.*?\}|TensorFlow|Node|DeepStyle Studio/gi, '');
    if (/[a-z]/.test(words)) expect([key, zhMessages[key]]).toEqual([key, expect.stringMatching(/\p{Script=Han}/u)]);
  }
  expect(Object.keys(zhMessages).sort()).toEqual(Object.keys(messages).sort());
});

test('a sentence in a sentence is in Chinese as well, and nothing of the English is left', () => {
  const reason = say('reason.fastest', {
    place: say('place.onnx.cpu'),
    speed: '95',
    others: [say('reason.refused', { place: say('place.onnx.cuda'), why: say('tried.noNvidia') })],
  });
  expect(saidIn('zh', reason, 'in English')).toBe(
    '处理器在这里最快：每秒 95 张。不用显卡（CUDA）：没有找到驱动足够新的 NVIDIA 显卡。',
  );
  expect(saidIn('en', reason, 'in English')).toBe('in English');
});

test("another program's words are left out of a Chinese sentence, and no empty brackets stay", () => {
  const why = say('photo.endsEarly', { detail: 'VipsJpeg: premature end of JPEG image' });
  expect(saidIn('zh', say('photo.unreadable', { path: '/图/一.jpg', why }), 'in English')).toBe(
    '/图/一.jpg 无法作为照片读取。文件不完整或已损坏，请从来源重新复制。',
  );
  for (const [key, text] of Object.entries(zhMessages))
    if (text.includes('{detail}')) expect([key, text]).toEqual([key, expect.stringContaining('（{detail}）')]);
});

test('what a newer studio says, and what was never translated, is said in English', () => {
  expect(saidIn('zh', { key: 'of.tomorrow', values: {} }, 'Of tomorrow.')).toBe('Of tomorrow.');
  expect(saidIn('zh', undefined, 'Plain.')).toBe('Plain.');
});

test("another program's words stand behind what they are about, for every code and in both languages", () => {
  for (const language of ['en', 'zh'] as const) {
    setLanguage(language);
    for (const code of errorCodes) {
      const text = sayError(new StudioError(code, 'segment 7'));
      expect(text).toContain('segment 7');
      expect(text.length).toBeGreaterThan('segment 7'.length);
    }
  }
});
