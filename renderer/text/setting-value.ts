import { en, type TextKey } from './en';
import { t } from './text.svelte';

/** A setting's value as a person reads it: words in the window's language, numbers and names as they are. */
export const sayValue = (value: string): string =>
  value
    .split('+')
    .map((part) => (`value.${part}` in en ? t(`value.${part}` as TextKey & 'value.on') : part))
    .join(' + ');
