import sharp from 'sharp';
import { expect, test } from 'vitest';
import { drawText, fitText, textWidth } from './stroke-font';

const style = { size: 28, color: '#000000' };

test('every printable character of ASCII has a glyph of its own', () => {
  const box = drawText('\u{1f457}', 0, 0, style);
  const drawn = new Map<string, string>();
  for (let code = 33; code < 127; code += 1) {
    const character = String.fromCharCode(code);
    const svg = drawText(character, 0, 0, style);
    expect(svg, character).not.toBe(box);
    expect(drawn.get(svg), character).toBeUndefined();
    drawn.set(svg, character);
  }
});

test('accents are left off rather than letters', () => {
  expect(drawText('Été à Zürich', 0, 0, style)).toBe(drawText('Ete a Zurich', 0, 0, style));
});

test('a text is drawn where it was measured, without any font', async () => {
  const text = 'Generated images, step 12000';
  const width = textWidth(text, style.size);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="60"><rect width="600" height="60" fill="#fff"/>${drawText(text, 300, 40, { ...style, anchor: 'middle' })}</svg>`;
  expect(svg).not.toContain('<text');
  const { data, info } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true });
  const dark: number[] = [];
  for (let x = 0; x < info.width; x += 1) {
    for (let y = 0; y < info.height; y += 1)
      if ((data[(y * info.width + x) * info.channels] ?? 255) < 100) dark.push(x);
  }
  expect(dark.reduce((low, x) => Math.min(low, x))).toBeCloseTo(300 - width / 2, -1);
  expect(dark.reduce((high, x) => Math.max(high, x))).toBeCloseTo(300 + width / 2, -1);
});

test('a text that is too long is cut with dots', () => {
  expect(fitText('short', 20, 400)).toBe('short');
  const cut = fitText('a very long caption that will not fit', 20, 120);
  expect(cut).toMatch(/^a very.*\.\.\.$/);
  expect(textWidth(cut, 20)).toBeLessThanOrEqual(120);
});
