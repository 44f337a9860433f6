/** Where the cursor is; row -1 is the heads. */
export interface Place {
  row: number;
  column: number;
}

export interface Size {
  rows: number;
  columns: number;
}

/** A rectangle of cells, both ends included. */
export interface Range {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export function rangeOf(a: Place, b: Place): Range {
  return {
    top: Math.max(0, Math.min(a.row, b.row)),
    bottom: Math.max(0, a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  };
}

export function isOne({ top, bottom, left, right }: Range): boolean {
  return top === bottom && left === right;
}

export function within(place: Place, { rows, columns }: Size): Place {
  return {
    row: Math.min(Math.max(place.row, -1), rows - 1),
    column: Math.min(Math.max(place.column, 0), columns - 1),
  };
}

export interface Press {
  key: string;
  /** Ctrl, or ⌘ on a Mac: to the edge. */
  far: boolean;
}

/** Where a key leads; nowhere where it is none that moves. `page` is how many rows are in sight. */
export function moved(
  { row, column }: Place,
  { key, far }: Press,
  size: Size,
  page: number,
): Place | undefined {
  const [lastRow, lastColumn] = [size.rows - 1, size.columns - 1];
  const first = Math.min(0, lastRow);
  const to = (next: Place) => within(next, size);
  switch (key) {
    case 'ArrowUp':
      return to({ row: far ? first : row - 1, column });
    case 'ArrowDown':
      return to({ row: far ? lastRow : row + 1, column });
    case 'ArrowLeft':
      return to({ row, column: far ? 0 : column - 1 });
    case 'ArrowRight':
      return to({ row, column: far ? lastColumn : column + 1 });
    case 'Home':
      return to({ row: far ? first : row, column: 0 });
    case 'End':
      return to({ row: far ? lastRow : row, column: lastColumn });
    case 'PageUp':
      return to({ row: Math.max(first, row - page), column });
    case 'PageDown':
      return to({ row: row + page, column });
    default:
      return undefined;
  }
}
