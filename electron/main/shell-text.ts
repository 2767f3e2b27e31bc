import type { Settings } from '../contract/api/system';
import type { WireError } from '../contract/errors';
import type { TextKey } from '../../renderer/text/en';
import { errorIn, resolveLanguage, textIn, type Values } from '../../renderer/text/language';

/** What the shell itself says, outside the page, in the window's language and from its dictionaries. */
export interface ShellText {
  t<K extends TextKey>(key: K, ...values: Values<K>): string;
  error(error: WireError): string;
}

/** @param locale of the system, as `zh-CN` */
export function shellText(setting: Settings['language'], locale: string): ShellText {
  const language = resolveLanguage(setting, [locale]);
  return { t: (key, ...values) => textIn(language, key, ...values), error: (error) => errorIn(language, error) };
}
