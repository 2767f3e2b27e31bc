import { fillIn, sayIn, type NamesIn, type Said, type SaidValue } from '../../electron/contract/said';
import type { WireError } from '../../electron/contract/errors';
import { en } from './en';
import type { TextKey } from './en';
import { zh } from './zh';
import { zhMessages } from './zh/messages';

/** The two languages as plain functions: the window's own in text.svelte.ts, the shell's in electron/main. */
export type Language = 'en' | 'zh';
const dictionaries: Record<Language, Record<TextKey, string>> = { en, zh };

export type Values<K extends TextKey> = [NamesIn<(typeof en)[K]>] extends [never]
  ? []
  : [values: Record<NamesIn<(typeof en)[K]>, string | number>];

/** The language that a setting means on this machine. */
export function resolveLanguage(setting: 'system' | Language, preferred: readonly string[]): Language {
  if (setting !== 'system') return setting;
  return preferred[0]?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

/** Made once: making one takes longer than all else that a cell of the library's grid needs. */
const numberFormats = new Map<string, Intl.NumberFormat>();

export function numberIn(language: Language, value: number, fractionDigits = 0): string {
  const key = `${language} ${fractionDigits}`;
  let format = numberFormats.get(key);
  if (!format) {
    const digits = { minimumFractionDigits: fractionDigits, maximumFractionDigits: fractionDigits };
    format = new Intl.NumberFormat(language, digits);
    numberFormats.set(key, format);
  }
  return format.format(value);
}

/** A text of the dictionary, with its values filled in. */
export function textIn<K extends TextKey>(language: Language, key: K, ...[values]: Values<K>): string {
  const show = (value: string | number) => (typeof value === 'number' ? numberIn(language, value) : value);
  return fillIn(dictionaries[language][key], values ?? {}, show);
}

/** What core or a worker says. @param english the same in English; it stands where there is nothing to translate */
export function saidIn(language: Language, said: Said | undefined, english: string): string {
  if (language === 'en' || !said || !(said.key in zhMessages)) return english;
  const text = sayIn(zhMessages, withoutDetail(said), (value) => numberIn(language, value), '');
  return text.replaceAll('（）', '');
}

/**
 * Without the words of other programs, such as a decoder's, which are English: they stand as `detail` in brackets, and
 * remain in what "Copy diagnostics" copies.
 */
function withoutDetail({ key, values }: Said): Said {
  const part = (value: SaidValue): SaidValue => {
    if (typeof value !== 'object') return value;
    return Array.isArray(value) ? (value as readonly Said[]).map(withoutDetail) : withoutDetail(value as Said);
  };
  const kept = Object.entries(values).filter(([name, value]) => name !== 'detail' || typeof value === 'object');
  return { key, values: Object.fromEntries(kept.map(([name, value]) => [name, part(value)])) };
}

/** What an error says. Another program's words stay as they are, behind what they are about. */
export function errorIn(language: Language, { code, message, said }: WireError): string {
  return said ? saidIn(language, said, message) : textIn(language, `code.${code}`, { message });
}
