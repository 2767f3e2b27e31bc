export interface GridRoom {
  width: number;
  height: number;
  count: number;
  /** Least width of a cell. */
  cellWidth: number;
  /** Height of a cell in its widths. */
  ratio: number;
  gap: number;
  padding: number;
}

export interface GridLayout {
  columns: number;
  cellWidth: number;
  cellHeight: number;
}

/** Few cells may become this much wider than asked for. */
const growth = 2.5;

/**
 * Cells of at least the width asked for, as many in a row as there is room for. Few of them do not leave the room empty: they
 * grow as long as all are in view.
 */
export function layOutGrid(room: GridRoom): GridLayout {
  const { width, height, count, ratio, gap, padding } = room;
  const inner = Math.max(width - 2 * padding, 1);
  const most = room.cellWidth * growth;
  const at = (columns: number): GridLayout => {
    const cellWidth = Math.min((inner - gap * (columns - 1)) / columns, most);
    return { columns, cellWidth, cellHeight: Math.round(cellWidth * ratio) };
  };
  const allInView = ({ columns, cellHeight }: GridLayout) =>
    Math.ceil(count / columns) * (cellHeight + gap) - gap + 2 * padding <= height;
  let best = at(Math.max(Math.floor((inner + gap) / (room.cellWidth + gap)), 1));
  if (count === 0) return best;
  for (let columns = best.columns - 1; columns > 0 && best.cellWidth < most; columns--) {
    const larger = at(columns);
    if (!allInView(larger)) break;
    best = larger;
  }
  return best;
}

/**
 * Which cell each of a fixed number of elements shows: as the first one moves on, only the elements of those that left are
 * used again.
 */
export const cellsOfSlots = (first: number, slots: number): number[] =>
  Array.from({ length: slots }, (_, slot) => first + ((((slot - first) % slots) + slots) % slots));
