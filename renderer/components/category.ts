import type { Category } from '../../electron/contract/words';

/** Categories are told apart by colour and letter, never by colour alone. */
export const categoryLetters: Record<Category, string> = { upper: 'U', lower: 'L', full: 'F', outfit: 'O' };

export const categoryColors: Record<Category, string> = {
  upper: 'var(--category-upper)',
  lower: 'var(--category-lower)',
  full: 'var(--category-full)',
  outfit: 'var(--category-outfit)',
};
