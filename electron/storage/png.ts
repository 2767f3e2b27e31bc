import { promisify } from 'node:util';
import { crc32 as zlibCrc32, deflate } from 'node:zlib';
import { writeFileAtomic } from './atomic';

const compress = promisify(deflate);
const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

// zlib.crc32 came with Node 20.15; older Node (in Electron 25) computes it from the table of the PNG specification, annex D.
const crcTable = Uint32Array.from({ length: 256 }, (_, value) => {
  let crc = value;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc >>> 0;
});

function crc32(bytes: Uint8Array): number {
  if (typeof zlibCrc32 === 'function') return zlibCrc32(bytes);
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crcTable[(crc ^ byte) & 0xff] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(type: string, body: Uint8Array): Buffer {
  const out = Buffer.alloc(body.length + 12);
  out.writeUInt32BE(body.length, 0);
  out.write(type, 4, 'latin1');
  out.set(body, 8);
  out.writeUInt32BE(crc32(out.subarray(4, 8 + body.length)), 8 + body.length);
  return out;
}

/** A keyword and its text: tEXt where Latin-1 can say it, iTXt (UTF-8) otherwise. */
function textChunk(keyword: string, text: string): Buffer {
  const key = Buffer.from(keyword.slice(0, 79), 'latin1');
  // eslint-disable-next-line no-control-regex -- Latin-1 is what tEXt holds
  if (/^[\x00-\xff]*$/.test(text))
    return chunk('tEXt', Buffer.concat([key, Buffer.alloc(1), Buffer.from(text, 'latin1')]));
  return chunk('iTXt', Buffer.concat([key, Buffer.alloc(5), Buffer.from(text, 'utf8')]));
}

/** Each row as the difference to the row above or to the pixel at its left, whichever is smaller in sum. */
function filterRows(pixels: Uint8Array, width: number, height: number, channels: number): Uint8Array {
  const stride = width * channels;
  const out = new Uint8Array(height * (stride + 1));
  const [up, sub] = [new Uint8Array(stride), new Uint8Array(stride)];
  for (let y = 0; y < height; y += 1) {
    const row = y * stride;
    let upCost = 0;
    let subCost = 0;
    for (let x = 0; x < stride; x += 1) {
      const value = pixels[row + x] as number;
      const above = y > 0 ? (pixels[row + x - stride] as number) : 0;
      const before = x >= channels ? (pixels[row + x - channels] as number) : 0;
      const fromAbove = (up[x] = (value - above) & 0xff);
      const fromBefore = (sub[x] = (value - before) & 0xff);
      upCost += fromAbove < 128 ? fromAbove : 256 - fromAbove;
      subCost += fromBefore < 128 ? fromBefore : 256 - fromBefore;
    }
    const filter = subCost < upCost ? 1 : 2;
    out[y * (stride + 1)] = filter;
    out.set(filter === 1 ? sub : up, y * (stride + 1) + 1);
  }
  return out;
}

/**
 * Encodes pixels as PNG without a native package, so that a worker that has no sharp can write pictures too.
 *
 * @param pixels [height][width][channels], 0 to 255; 3 channels are RGB, 1 is grey
 * @param text   keywords and values kept in the file, e.g. seed and step
 * @see PNG specification (third edition), sections 5 and 9
 */
export async function encodePng(
  pixels: Uint8Array,
  width: number,
  height: number,
  text: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const channels = pixels.length / (width * height);
  if (channels !== 3 && channels !== 1)
    throw new RangeError(`Expected ${width} x ${height} pixels of RGB or grey but received ${pixels.length} bytes.`);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, channels === 3 ? 2 : 0, 0, 0, 0], 8);
  const data = await compress(filterRows(pixels, width, height, channels), { level: 6 });
  const texts = Object.entries(text).map(([keyword, value]) => textChunk(keyword, value));
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...texts,
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/**
 * Writes RGB or grey pixels as a PNG file, atomically.
 *
 * @throws {StudioError} `disk-full`, `not-permitted`, `not-found`, naming the file
 */
export async function writePng(
  path: string,
  pixels: Uint8Array,
  width: number,
  height: number,
  text: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeFileAtomic(path, await encodePng(pixels, width, height, text));
}

/** The keywords and values that {@link encodePng} kept in a PNG file; empty for anything else. */
export function readPngText(png: Uint8Array): Record<string, string> {
  const bytes = Buffer.from(png.buffer, png.byteOffset, png.byteLength);
  const texts: Record<string, string> = {};
  for (let at = signature.length; at + 12 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const body = bytes.subarray(at + 8, at + 8 + length);
    const end = body.indexOf(0);
    if (type === 'tEXt' && end > 0) texts[body.toString('latin1', 0, end)] = body.toString('latin1', end + 1);
    if (type === 'iTXt' && end > 0) texts[body.toString('latin1', 0, end)] = body.toString('utf8', end + 5);
    at += length + 12;
  }
  return texts;
}
