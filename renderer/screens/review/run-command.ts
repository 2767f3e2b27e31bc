import type { Category } from '../../../electron/contract/words';
import type { EditorView } from '../../editor/editor-box';
import { middleOf, moveBbox, resizeBbox } from '../../editor/geometry';
import type { EditorCommand } from '../../editor/keys';
import type { ReviewState } from '../../state/review.svelte';

/** What commands change besides the boxes. */
export interface ReviewControls {
  accept(): void;
  view(): EditorView | undefined;
  /** The category that the next drawn box has. */
  setCategory(category: Category): void;
  toggleDrawing(): void;
  isDrawing(): boolean;
  /** The category that the next drawn box has. */
  category(): Category;
  stopDrawing(): void;
}

/** Does what a key or a button of the review room asks. */
export function runCommand(command: EditorCommand, review: ReviewState, controls: ReviewControls): void {
  const { selected, image } = review;
  switch (command.kind) {
    case 'accept':
      return controls.accept();
    case 'category':
      controls.setCategory(command.category);
      if (selected) review.setCategory(selected.id, command.category);
      return;
    case 'delete':
      if (selected) review.remove(selected.id);
      return;
    case 'draw':
      return controls.toggleDrawing();
    case 'place':
      if (controls.isDrawing() && image) review.draw(middleOf(image), controls.category());
      return controls.stopDrawing();
    case 'nudge': {
      if (!selected || !image) return;
      const { dx, dy, resize } = command;
      return review.nudge(
        resize ? resizeBbox(selected.bbox, 'se', dx, dy, image) : moveBbox(selected.bbox, dx, dy, image),
      );
    }
    case 'undo':
      return review.undo();
    case 'redo':
      return review.redo();
    case 'zoom':
      return controls.view()?.zoom(command.factor);
    case 'fit':
      return controls.view()?.fit();
    case 'select':
      return review.selectNext(command.step);
    case 'go':
      return review.queue.go(review.queue.index + command.step);
    case 'cancel':
      controls.stopDrawing();
      return review.select(null);
  }
}
