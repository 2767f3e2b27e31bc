import type { TextKey } from './en';
import { frame } from './zh/frame';
import { start } from './zh/start';
import { importing } from './zh/importing';
import { library } from './zh/library';
import { review } from './zh/review';
import { dataset } from './zh/dataset';
import { train } from './zh/train';
import { coach } from './zh/coach';
import { parameters } from './zh/parameters';
import { compare } from './zh/compare';
import { errors } from './zh/errors';
import { jobs } from './zh/jobs';
import { shell } from './zh/shell';

/** 界面的全部中文文字，每个房间一个文件；键与 en.ts 相同。 */
export const zh: Record<TextKey, string> = {
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
};
