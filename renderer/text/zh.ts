import { en } from './en';
import type { TextKey } from './en';

export const zh: Record<TextKey, string> = en;
