import { expect, test } from 'vitest';
import { decodeSafetensors, encodeSafetensors, type StoredTensor } from './safetensors';

const tensors = new Map<string, StoredTensor>([
  ['main.0.weight', { shape: [2, 3], values: Float32Array.of(0, -0, 1e-45, Math.PI, Infinity, NaN) }],
  ['main.1.num_batches_tracked', { shape: [], values: BigInt64Array.of(12n) }],
  ['größe', { shape: [1], values: Float32Array.of(5) }],
]);
const file = (): Buffer => Buffer.concat(encodeSafetensors(tensors, { step: '12' }));

test('arrays come back bit for bit with their names, shapes and metadata', () => {
  const { tensors: found, metadata } = decodeSafetensors(file(), 'a.safetensors');

  expect([...found.keys()]).toEqual([...tensors.keys()]);
  for (const [name, { shape, values }] of tensors) {
    expect(found.get(name)?.shape).toEqual(shape);
    expect(Buffer.from(found.get(name)!.values.buffer)).toEqual(Buffer.from(values.buffer));
  }
  expect(metadata['step']).toBe('12');
});

test('the arrays begin at a multiple of eight bytes, after a header as the format describes it', () => {
  const bytes = file();
  const length = Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, unknown>;

  expect(length % 8).toBe(0);
  expect(header['main.0.weight']).toEqual({ dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] });
});

test('a file that is cut off anywhere is called damaged, naming the file', () => {
  const bytes = file();
  for (let length = 0; length < bytes.length; length++)
    expect(() => decodeSafetensors(bytes.subarray(0, length), 'a.safetensors')).toThrow('a.safetensors is damaged');
});

test('a flipped bit anywhere is found', () => {
  const whole = file();
  for (let position = 0; position < whole.length; position++) {
    const bytes = Buffer.from(whole);
    bytes[position] = bytes[position]! ^ 4;
    expect(() => decodeSafetensors(bytes, 'a'), `byte ${position}`).toThrow('a is damaged');
  }
});
