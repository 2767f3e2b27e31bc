import { expect, test } from 'vitest';
import { ProtobufWriter } from '../graph/protobuf';
import { protobufFields, repeatedIntegers } from './protobuf-fields';

test('what the writer wrote is read back, in order', () => {
  const inner = new ProtobufWriter().text(2, 'name').integer(3, -5);
  const message = new ProtobufWriter()
    .integer(1, 300)
    .message(7, inner)
    .float(2, 1.5)
    .integer(20, 2 ** 40)
    .finish();

  const fields = [...protobufFields(message)];

  expect(fields.map(({ number, kind, integer }) => [number, kind, integer])).toEqual([
    [1, 'integer', 300],
    [7, 'bytes', 0],
    [2, 'fixed', 0],
    [20, 'integer', 2 ** 40],
  ]);
  const [name, negative] = [...protobufFields(fields[1]!.bytes)];
  expect(new TextDecoder().decode(name!.bytes)).toBe('name');
  expect(negative!.integer).toBe(-5);
});

test('repeated integers are read packed and one by one', () => {
  const packed = new ProtobufWriter().bytes(8, Uint8Array.of(3, 0xac, 0x02)).finish();
  const single = new ProtobufWriter().integer(8, 3).integer(8, 300).finish();

  for (const message of [packed, single])
    expect([...protobufFields(message)].flatMap((field) => [...repeatedIntegers(field)])).toEqual([3, 300]);
});

test('a message that is cut off anywhere inside a field is refused', () => {
  const whole = new ProtobufWriter().text(1, 'abcdef').integer(2, 70_000).float(3, 1).finish();
  const ends = [8, 12, whole.length];

  for (let length = 1; length < whole.length; length++) {
    const read = () => [...protobufFields(whole.subarray(0, length))];
    if (ends.includes(length)) expect(read).not.toThrow();
    else expect(read, `${length} bytes`).toThrow(RangeError);
  }
});
