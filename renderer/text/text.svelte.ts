import { toWire, type WireError } from '../../electron/contract/errors';
import type { Said } from '../../electron/contract/said';
import type { TextKey } from './en';
import { errorIn, numberIn, saidIn, textIn, type Language, type Values } from './language';

let language = $state<Language>('en');

/** The window has one language; texts that were drawn with {@link t} follow it. */
export function setLanguage(next: Language): void {
  language = next;
}

export const formatNumber = (value: number, fractionDigits = 0): string => numberIn(language, value, fractionDigits);

/** A whole number of per cent, as the language writes it. */
export const formatPercent = (value: number): string => textIn(language, 'unit.percent', { value: Math.round(value) });

/** A text of the dictionary in the window's language, with its values filled in. */
export const t = <K extends TextKey>(key: K, ...values: Values<K>): string => textIn(language, key, ...values);

/** What core says of something, in the window's language. */
export const sayText = (said: Said | undefined, english: string): string => saidIn(language, said, english);

/** What a thrown error says, in the window's language. */
export const sayError = (error: unknown): string => errorIn(language, toWire(error));

/** What an error that came as data says. */
export const sayWire = (error: WireError): string => errorIn(language, error);

/** "40 s", "3 min", "2 h 5 min": as exact as anyone wants to know. */
export function formatDuration(ms: number): string {
  const seconds = Math.max(Math.round(ms / 1000), 0);
  if (seconds < 60) return t('time.seconds', { seconds });
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return t('time.minutes', { minutes });
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? t('time.wholeHours', { hours }) : t('time.hours', { hours, minutes: minutes % 60 });
}

/** A duration that nobody has measured yet, no more exact than it is known: to 5 minutes, from half an hour on to 10. */
export function formatRoughDuration(ms: number): string {
  const minutes = ms / 60_000;
  if (minutes < 10) return formatDuration(ms);
  const unit = minutes < 30 ? 5 : 10;
  return formatDuration(Math.round(minutes / unit) * unit * 60_000);
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
