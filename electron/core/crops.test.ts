import { expect, test } from 'vitest';
import { cropFileNames, type Crop } from './crops';

const crop = (given: Partial<Crop>): Crop => ({
  imageId: 1,
  annotationId: 'whatever it is today',
  category: 'outfit',
  bbox: [0, 0, 10, 10],
  sha256: 'a'.repeat(64),
  path: '/photos/x.jpg',
  name: 'x.jpg',
  number: 1,
  photo: 'a'.repeat(64),
  leftOut: false,
  ...given,
});

test('names follow the photo and the place of the box in it, not the annotation', () => {
  const names = cropFileNames([crop({}), crop({ number: 2, annotationId: 'another' })], 'jpeg');
  expect(names).toEqual(['x-outfit-1.jpg', 'x-outfit-2.jpg']);
});

test('photos of one name, in whatever letters, are told apart by their content', () => {
  const names = cropFileNames(
    [crop({}), crop({ name: 'X.png', sha256: 'b'.repeat(64) }), crop({ name: 'y z?.webp', sha256: 'c'.repeat(64) })],
    'png',
  );
  expect(names).toEqual(['x-aaaaaaaa-outfit-1.png', 'X-bbbbbbbb-outfit-1.png', 'y_z_-outfit-1.png']);
});
