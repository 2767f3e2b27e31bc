import { en } from './en';
import type { TextKey } from './en';
import { zh } from './zh';

/** Names in braces: `{name}`, or `{count:photo|photos}`, which also picks the word that fits the number. */
type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Bare}:${string}` ? Bare : Name) | Names<Rest>
  : never;
type Values<K extends TextKey> = [Names<(typeof en)[K]>] extends [never]
  ? []
  : [values: Record<Names<(typeof en)[K]>, string | number>];

export type Language = 'en' | 'zh';
const dictionaries: Record<Language, Record<TextKey, string>> = { en, zh };

let language = $state<Language>('en');

/** The window has one language; texts that were drawn with {@link t} follow it. */
export function setLanguage(next: Language): void {
  language = next;
}

/** The language that a setting means on this machine. */
export function resolveLanguage(setting: 'system' | Language, preferred: readonly string[]): Language {
  if (setting !== 'system') return setting;
  return preferred[0]?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export function formatNumber(value: number, fractionDigits = 0): string {
  return new Intl.NumberFormat(language, {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  }).format(value);
}

/** A text of the dictionary in the window's language, with its values filled in. */
export function t<K extends TextKey>(key: K, ...[values]: Values<K>): string {
  const given = (values ?? {}) as Record<string, string | number>;
  return dictionaries[language][key].replace(/\{(\w+)(?::([^}]*))?\}/g, (_, name: string, words?: string) => {
    const value = given[name] ?? '';
    const shown = typeof value === 'number' ? formatNumber(value) : value;
    if (words === undefined) return shown;
    const [one = '', many = one] = words.split('|');
    return `${shown} ${value === 1 ? one : many}`;
  });
}

/** "40 s", "3 min", "2 h 5 min": as exact as anyone wants to know. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(Math.round(ms / 1000), 0);
  if (seconds < 60) return t('time.seconds', { seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t('time.minutes', { minutes });
  return t('time.hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}

export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${formatNumber(value, value < 10 && unit > 0 ? 1 : 0)} ${units[unit]}`;
}

export function formatDate(iso: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));
}
