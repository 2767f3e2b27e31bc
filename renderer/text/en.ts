import { frame } from './en/frame';
import { start } from './en/start';
import { importing } from './en/importing';
import { library } from './en/library';
import { review } from './en/review';
import { dataset } from './en/dataset';
import { train } from './en/train';
import { coach } from './en/coach';
import { parameters } from './en/parameters';
import { compare } from './en/compare';
import { errors } from './en/errors';
import { jobs } from './en/jobs';
import { shell } from './en/shell';

/** Every text of the window in English, a file a room. zh.ts has the same keys; text.svelte.ts fills in what stands in braces. */
export const en = {
  ...frame,
  ...start,
  ...importing,
  ...library,
  ...review,
  ...dataset,
  ...train,
  ...coach,
  ...parameters,
  ...compare,
  ...errors,
  ...jobs,
  ...shell,
} as const;

export type TextKey = keyof typeof en;
