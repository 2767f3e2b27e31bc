import type { MessageKey } from '../contract/messages';

/** The formats that may be imported, told apart by content. */
export const photoFormats = ['jpeg', 'png', 'webp', 'avif', 'gif', 'tiff'] as const;
export type PhotoFormat = (typeof photoFormats)[number];
/** The sentence that says what else a file is. */
type Holds = MessageKey & `holds.${string}`;

const extensions: Record<PhotoFormat, readonly string[]> = {
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  png: ['png'],
  webp: ['webp'],
  avif: ['avif'],
  gif: ['gif'],
  tiff: ['tif', 'tiff'],
};

const ascii = (head: Uint8Array, from: number, to: number) => Buffer.from(head.subarray(from, to)).toString('latin1');

/**
 * What a file is by its first bytes.
 *
 * @param head the first 4096 bytes, or all where there are fewer
 * @returns a format that may be imported, or what the file holds instead
 */
export function recognizeFormat(head: Uint8Array): { format: PhotoFormat } | { format: null; holds: Holds } {
  if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff) return { format: 'jpeg' };
  if (ascii(head, 0, 8) === '\x89PNG\r\n\x1a\n') return { format: 'png' };
  if (ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP') return { format: 'webp' };
  if (/^GIF8[79]a/.test(ascii(head, 0, 6))) return { format: 'gif' };
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].includes(ascii(head, 0, 4))) {
    // Raw files of cameras dress as TIFF; their pictures are not what TIFF's readers find in them.
    return ascii(head, 8, 10) === 'CR' ? other('holds.raw') : { format: 'tiff' };
  }
  if (ascii(head, 4, 8) === 'ftyp') return recognizeBrands(head);
  return other(describe(head));
}

const other = (holds: Holds) => ({ format: null, holds }) as const;

/** AVIF, HEIC and films share a container; its list of brands tells them apart (ISO 14496-12, section 4.3). */
function recognizeBrands(head: Uint8Array): ReturnType<typeof recognizeFormat> {
  const length = Math.min(Buffer.from(head).readUInt32BE(0), head.length);
  const brands: string[] = ascii(head, 8, length).match(/.{4}/gs) ?? [];
  if (brands.includes('avif') || brands.includes('avis')) return { format: 'avif' };
  if (brands.some((brand) => ['heic', 'heix', 'hevc', 'heim', 'heis', 'mif1'].includes(brand)))
    return other('holds.heic');
  return other('holds.film');
}

function describe(head: Uint8Array): Holds {
  const text = ascii(head, 0, 1024)
    .replace(/^(\xef\xbb\xbf|\s)+/, '')
    .toLowerCase();
  if (/^(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*(<!doctype svg|<svg)/s.test(text)) return 'holds.svg';
  if (/^<(!doctype html|html|head|body|!--)/.test(text)) return 'holds.webPage';
  if (text.startsWith('%pdf')) return 'holds.pdf';
  if (text.startsWith('bm') && head[6] === 0 && head[7] === 0) return 'holds.bmp';
  if (text.startsWith('8bps')) return 'holds.photoshop';
  if (text.startsWith('pk\x03\x04')) return 'holds.zip';
  if (/^[{[]/.test(text)) return 'holds.json';
  const printable = head.subarray(0, 512).filter((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
  if (printable.length >= Math.min(512, head.length) * 0.97) return 'holds.text';
  return 'holds.nothing';
}

/** A remark where the name promises another format than the content is; null where they agree. */
export function nameNote(path: string, format: PhotoFormat): string | null {
  const extension = /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase();
  if (!extension || extensions[format].includes(extension)) return null;
  return `The name ends in .${extension} but the file is ${format.toUpperCase()}; it was read as that.`;
}
