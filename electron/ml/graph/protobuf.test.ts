import { expect, test } from 'vitest';
import { ProtobufWriter } from './protobuf';

const hex = (writer: ProtobufWriter): string => Buffer.from(writer.finish()).toString('hex');

test('messages have the bytes of the examples in the encoding guide', () => {
  expect(hex(new ProtobufWriter().integer(1, 150))).toBe('089601');
  expect(hex(new ProtobufWriter().text(2, 'testing'))).toBe('120774657374696e67');
  expect(hex(new ProtobufWriter().message(3, new ProtobufWriter().integer(1, 150)))).toBe('1a03089601');
});

test('negative integers take ten bytes, floats four, little endian', () => {
  expect(hex(new ProtobufWriter().integer(1, -1))).toBe('08ffffffffffffffffff01');
  expect(hex(new ProtobufWriter().float(2, 1))).toBe('150000803f');
});

test('long fields and high field numbers have lengths and keys of several bytes', () => {
  const bytes = new ProtobufWriter().bytes(16, new Uint8Array(300)).finish();

  expect([...bytes.subarray(0, 4)]).toEqual([0x82, 0x01, 0xac, 0x02]);
  expect(bytes).toHaveLength(304);
});
