import { z } from 'zod';
import { messages, type MessageKey } from './messages';

/**
 * A sentence for a person, as which sentence it is and what stands in it, so that a window says it in its own language.
 * The command line says it in English. A value may be a sentence, or part of one, itself.
 */
export interface Said {
  key: string;
  values: Record<string, SaidValue>;
}
export type SaidValue = string | number | Said | readonly Said[];

export const Said: z.ZodType<Said> = z.lazy(() =>
  z.object({ key: z.string(), values: z.record(z.string(), SaidValue) }),
);
const SaidValue: z.ZodType<SaidValue> = z.union([z.string(), z.number(), Said, z.array(Said)]);

/** Names in braces: `{name}`, or `{count:photo|photos}`, which also picks the word that fits the number. */
export type NamesIn<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `${infer Bare}:${string}` ? Bare : Name) | NamesIn<Rest>
  : never;
type ValuesOf<K extends MessageKey> = [NamesIn<(typeof messages)[K]>] extends [never]
  ? []
  : [values: Record<NamesIn<(typeof messages)[K]>, SaidValue>];

/** A sentence of the table, with its values. */
export function say<K extends MessageKey>(key: K, ...[values]: ValuesOf<K>): Said {
  return { key, values: values ?? {} };
}

/** Fills what stands in braces. @param show how a value is written */
export function fillIn<T>(template: string, values: Record<string, T>, show: (value: T) => string): string {
  return template.replace(/\{(\w+)(?::([^}]*))?\}/g, (_, name: string, words?: string) => {
    const value = values[name];
    const shown = value === undefined ? '' : show(value);
    if (words === undefined) return shown;
    const [one = '', many = one] = words.split('|');
    return `${shown} ${value === (1 as T) ? one : many}`;
  });
}

/** What a sentence is in a language. @param table its sentences; one that it lacks is said as nothing at all */
export function sayIn(
  table: Readonly<Record<string, string>>,
  { key, values }: Said,
  formatNumber: (value: number) => string,
  between: string,
): string {
  const show = (value: SaidValue): string => {
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return formatNumber(value);
    const list = Array.isArray(value) ? (value as readonly Said[]) : [value as Said];
    return list.map((part) => sayIn(table, part, formatNumber, between)).join(between);
  };
  return fillIn(table[key] ?? '', values, show).trim();
}

export const sayInEnglish = (said: Said): string => sayIn(messages, said, String, ' ');

/** Words of a program that is not ours stay as they are. */
export const inEnglish = (text: Said | string): string => (typeof text === 'string' ? text : sayInEnglish(text));

/** A sentence that was kept as JSON; undefined where none was. */
export const readSaid = (json: string | null): Said | undefined =>
  json === null ? undefined : Said.parse(JSON.parse(json));
