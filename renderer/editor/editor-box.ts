import type { Bbox, Category } from '../../electron/contract/words';

/** A box as the editor draws it. */
export interface EditorBox {
  id: string;
  category: Category;
  bbox: Bbox;
  /** As the detector proposed it: drawn with a broken line. */
  proposed: boolean;
  /** What it is, in the window's language. */
  name: string;
}

/** What others may ask of the editor's view. */
export interface EditorView {
  fit(): void;
  zoom(factor: number): void;
}
