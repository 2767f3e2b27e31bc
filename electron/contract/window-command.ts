import { z } from 'zod';

/** What a shell's menu can ask of the window. The first five are its rooms. */
export const windowCommands = [
  'library',
  'review',
  'dataset',
  'train',
  'compare',
  'import',
  'create-project',
  'open-project',
  'close-project',
  'settings',
  'shortcuts',
  'doctor',
] as const;

export const WindowCommand = z.enum(windowCommands);
export type WindowCommand = z.infer<typeof WindowCommand>;
