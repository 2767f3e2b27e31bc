/** One field of a message in Protocol Buffers' wire format. */
export interface ProtobufField {
  readonly number: number;
  /** The value of a varint; 0 for other kinds. */
  readonly integer: number;
  /** The content of bytes, text and messages, and the bytes of fixed-width numbers: a view, not a copy. */
  readonly bytes: Uint8Array;
  readonly kind: 'integer' | 'bytes' | 'fixed';
}

/**
 * The fields of a message, in order: the counterpart of ProtobufWriter.
 *
 * @throws {RangeError} when the bytes are no such message
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function* protobufFields(message: Uint8Array): Generator<ProtobufField> {
  const cursor = { at: 0 };
  while (cursor.at < message.length) {
    const key = varint(message, cursor);
    const number = Math.floor(key / 8);
    const wireType = key % 8;
    const none = message.subarray(0, 0);
    if (wireType === 0) {
      yield { number, kind: 'integer', integer: varint(message, cursor), bytes: none };
      continue;
    }
    const length = wireType === 2 ? varint(message, cursor) : wireType === 1 ? 8 : wireType === 5 ? 4 : -1;
    if (length < 0 || number < 1 || cursor.at + length > message.length)
      throw new RangeError(`No Protocol Buffers message: field ${number} of wire type ${wireType} at ${cursor.at}.`);
    const bytes = message.subarray(cursor.at, cursor.at + length);
    cursor.at += length;
    yield { number, kind: wireType === 2 ? 'bytes' : 'fixed', integer: 0, bytes };
  }
}

/** A repeated integer field, whether its numbers were packed together or not. */
export function* repeatedIntegers({ kind, integer, bytes }: ProtobufField): Generator<number> {
  if (kind === 'integer') yield integer;
  const cursor = { at: 0 };
  while (cursor.at < bytes.length) yield varint(bytes, cursor);
}

/** Signed 64-bit; exact up to 2^53. */
function varint(bytes: Uint8Array, cursor: { at: number }): number {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = bytes[cursor.at++];
    if (byte === undefined) break;
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return Number(BigInt.asIntN(64, value));
  }
  throw new RangeError(`No Protocol Buffers message: a number at ${cursor.at} does not end.`);
}
