import { afterEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import SmoothPicture from './SmoothPicture.svelte';
import { eventually } from '../testing/eventually';

const square = (color: string) =>
  new Promise<string>((resolve) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [8, 8];
    const pen = canvas.getContext('2d')!;
    pen.fillStyle = color;
    pen.fillRect(0, 0, 8, 8);
    canvas.toBlob((blob) => resolve(URL.createObjectURL(blob!)));
  });

afterEach(() => vi.restoreAllMocks());

test('the picture is shown at once, and softly as soon as it has been enlarged', async () => {
  const { container } = await render(SmoothPicture, { src: await square('red'), alt: 'A look', side: 64 });
  const [image, canvas] = [container.querySelector('img')!, container.querySelector('canvas')!];
  await eventually(() => expect(image.naturalWidth).toBe(8));
  await eventually(() => expect(getComputedStyle(canvas).visibility).toBe('visible'));
  const middle = canvas.width / 2;
  expect([...canvas.getContext('2d')!.getImageData(middle, middle, 1, 1).data]).toEqual([255, 0, 0, 255]);
});

test('a picture that may not be read is shown all the same', async () => {
  const src = await square('red');
  vi.spyOn(window, 'fetch').mockRejectedValue(new TypeError('Failed to fetch'));
  const { container } = await render(SmoothPicture, { src, alt: 'A look', side: 64 });
  await eventually(() => expect(container.querySelector('img')!.naturalWidth).toBe(8));
  expect(getComputedStyle(container.querySelector('canvas')!).visibility).toBe('hidden');
});

test('another picture is never hidden by the one before', async () => {
  const { container, rerender } = await render(SmoothPicture, { src: await square('red'), alt: 'A look', side: 64 });
  const canvas = container.querySelector('canvas')!;
  await eventually(() => expect(getComputedStyle(canvas).visibility).toBe('visible'));
  vi.spyOn(window, 'fetch').mockReturnValue(new Promise(() => undefined));
  const next = await square('blue');
  await rerender({ src: next });
  expect(getComputedStyle(canvas).visibility).toBe('hidden');
  expect(container.querySelector('img')!.src).toBe(next);
});
