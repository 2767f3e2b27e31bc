import { expect, test } from 'vitest';
import type { ImageSummary } from '../../electron/contract/api/images';
import { PagedImages, pageSize } from './paged-images.svelte';

const image = (id: number) => ({ id, name: `look ${id}`, excluded: false }) as ImageSummary;
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

function library(total: number) {
  const asked: number[] = [];
  const errors: unknown[] = [];
  const query = async (offset: number, limit: number) => {
    asked.push(offset);
    const items = Array.from({ length: Math.max(Math.min(limit, total - offset), 0) }, (_, index) =>
      image(offset + index),
    );
    return { total, items };
  };
  return { asked, errors, images: new PagedImages(query, (error) => errors.push(error)) };
}

test('only the pages near the eye are asked for, once', async () => {
  const { asked, images } = library(100_000);
  images.reset();
  await settle();
  expect(images.total).toBe(100_000);
  images.show(50_000, 50_040);
  images.show(50_010, 50_050);
  await settle();
  expect(asked).toEqual([0, 49_800, 50_000, 50_200]);
  expect(images.at(50_007)?.id).toBe(50_007);
  expect(images.at(70_000)).toBeUndefined();
});

test('a walk through 100,000 images keeps memory small', async () => {
  const { images } = library(100_000);
  images.reset();
  await settle();
  for (let at = 0; at < 100_000; at += 400) {
    images.show(at, at + 40);
    await settle();
  }
  let held = 0;
  for (let at = 0; at < 100_000; at += pageSize) if (images.at(at)) held++;
  expect(held).toBeLessThanOrEqual(26);
  expect(images.at(99_600)?.id).toBe(99_600);
});

test('an answer to an older question is not shown', async () => {
  const answers: ((ids: number) => void)[] = [];
  const query = () =>
    new Promise<{ total: number; items: ImageSummary[] }>((resolve) =>
      answers.push((id) => resolve({ total: 1, items: [image(id)] })),
    );
  const images = new PagedImages(query, () => undefined);
  images.reset();
  images.reset();
  answers[1]?.(2);
  await settle();
  answers[0]?.(1);
  await settle();
  expect(images.at(0)?.id).toBe(2);
});

test('a page that could not be read is told and asked for again', async () => {
  let broken = true;
  const errors: unknown[] = [];
  const query = async () => {
    if (broken) throw new Error('locked');
    return { total: 1, items: [image(1)] };
  };
  const images = new PagedImages(query, (error) => errors.push(error));
  images.reset();
  await settle();
  expect(errors).toHaveLength(1);
  broken = false;
  images.show(0, 0);
  await settle();
  expect(images.at(0)?.id).toBe(1);
});

test('a change is seen at once', async () => {
  const { images } = library(300);
  images.reset();
  await settle();
  images.patch(5, { excluded: true });
  expect(images.at(5)?.excluded).toBe(true);
  expect(images.at(6)?.excluded).toBe(false);
});
