import { createHash } from 'node:crypto';
import { StudioError } from '../contract/errors';
import { type Said, say } from '../contract/said';

export type TensorValues = Float32Array | BigInt64Array;

export interface StoredTensor {
  shape: readonly number[];
  values: TensorValues;
}

export interface Safetensors {
  tensors: Map<string, StoredTensor>;
  metadata: Record<string, string>;
}

/** Our own metadata key: the format has no checksum, and a flipped bit in a weight would go unseen. */
const hashKey = 'sha256';
/** A header may not be larger, by the format's reference implementation. */
const largestHeader = 100_000_000;

interface HeaderEntry {
  dtype: string;
  shape: number[];
  data_offsets: [number, number];
}

/**
 * Arrays by name in the safetensors format, which Python's `safetensors` reads: 8 bytes of header length, a JSON header,
 * then the arrays, little endian.
 *
 * @param metadata shown by tools; a SHA-256 of header and arrays is added
 * @returns pieces of the file, in order, to be written without being joined
 * @see https://github.com/huggingface/safetensors#format
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array[] {
  const header: Record<string, HeaderEntry> = {};
  const pieces: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, values }] of tensors) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const end = offset + bytes.length;
    const dtype = values instanceof Float32Array ? 'F32' : 'I64';
    header[name] = { dtype, shape: [...shape], data_offsets: [offset, end] };
    pieces.push(bytes);
    offset = end;
  }
  const hash = hashOf({ __metadata__: metadata, ...header }, pieces);
  const text = Buffer.from(JSON.stringify({ __metadata__: { ...metadata, [hashKey]: hash }, ...header }));
  // Spaces bring the arrays to a multiple of eight bytes, which readers that map the file want.
  const encoded = Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, ' ')]);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(encoded.length));
  return [length, encoded, ...pieces];
}

/**
 * @param bytes a whole file
 * @param path  for messages
 * @throws {StudioError} `checkpoint-damaged` when it is not what was written
 */
export function decodeSafetensors(bytes: Uint8Array, path: string): Safetensors {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.length < 8) throw damaged(path, say('damage.tooShort'));
  const headerLength = Number(buffer.readBigUInt64LE());
  if (headerLength > Math.min(largestHeader, buffer.length - 8)) throw damaged(path, say('damage.headerShort'));
  const { __metadata__: metadata = {}, ...entries } = parseHeader(buffer.toString('utf8', 8, 8 + headerLength), path);
  const data = buffer.subarray(8 + headerLength);
  const { [hashKey]: hash, ...rest } = metadata;
  if (hash !== hashOf({ __metadata__: rest, ...entries }, [data])) throw damaged(path, say('damage.hash'));
  const tensors = new Map<string, StoredTensor>();
  for (const [name, entry] of Object.entries(entries as unknown as Record<string, HeaderEntry>))
    tensors.set(name, readTensor(data, name, entry, path));
  return { tensors, metadata: rest };
}

function hashOf(header: object, pieces: readonly Uint8Array[]): string {
  const hash = createHash('sha256').update(JSON.stringify(header));
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

function parseHeader(text: string, path: string): { __metadata__?: Record<string, string> } & Record<string, unknown> {
  try {
    const header = JSON.parse(text) as unknown;
    if (typeof header === 'object' && header !== null) return header as ReturnType<typeof parseHeader>;
  } catch {
    // Reported below, as is a header that is JSON but no object.
  }
  throw damaged(path, say('damage.header'));
}

function readTensor(data: Buffer, name: string, entry: HeaderEntry, path: string): StoredTensor {
  const { dtype, shape, data_offsets: offsets } = entry;
  const size = dtype === 'F32' ? 4 : dtype === 'I64' ? 8 : undefined;
  if (size === undefined) throw damaged(path, say('damage.type', { type: dtype, name }));
  const [start, end] = offsets;
  const bytes = shape.reduce((product, side) => product * side, size);
  if (end - start !== bytes || start < 0 || end > data.length) throw damaged(path, say('damage.part', { name }));
  // A copy: the array need not lie at a multiple of its element's size, and the file's buffer can be freed.
  const copy = Uint8Array.prototype.slice.call(data, start, end).buffer;
  return { shape, values: dtype === 'F32' ? new Float32Array(copy) : new BigInt64Array(copy) };
}

function damaged(path: string, why: Said): StudioError {
  return new StudioError('checkpoint-damaged', say('checkpoint.damaged', { path, why }));
}
