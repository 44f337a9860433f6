import type { KeyboardEvent } from 'react';
import type { Cursor } from '../../ui/DataTable/useCursor';
import { isMac } from '../../ui/shortcuts';
import type { Column } from '../columns';
import type { GridRow } from './useGridRows';
import type { useTableActions } from './useTableActions';

interface Grid {
  cursor: Cursor;
  rows: GridRow[];
  columns: readonly Column[];
  actions: ReturnType<typeof useTableActions>;
  disabled: boolean;
  edit(row: GridRow, column: Column, typed: string): void;
}

/** The keys of a spreadsheet; those that move and select are the table's own. */
export function gridKeys({ cursor, rows, columns, actions, disabled, edit }: Grid) {
  const { place, range } = cursor;
  const chosen = rows.slice(range.top, range.bottom + 1);
  const names = columns.slice(range.left, range.right + 1);
  const whole = range.left === 0 && range.right === columns.length - 1;

  const removeRows = () => {
    actions.remove(chosen.map(({ index }) => index));
    const left = rows.length - chosen.length;
    cursor.put({ row: Math.max(0, Math.min(range.top, left - 1)), column: place.column });
  };
  const clear = () =>
    actions.fill(chosen.flatMap(({ index }) => names.map((name) => [index, name, ''] as const)));
  const fillDown = () => {
    // Of one row alone, from the one above it.
    const source = chosen.length > 1 ? chosen[0] : rows[range.top - 1];
    if (!source) return;
    const targets = chosen.length > 1 ? chosen.slice(1) : chosen;
    actions.fill(
      targets.flatMap(({ index }) => names.map((name) => [index, name, source.values[name]] as const)),
    );
  };

  return (event: KeyboardEvent) => {
    const row = rows[place.row];
    const column = columns[place.column];
    if (disabled || !row || !column || event.altKey) return;
    const mod = isMac() ? event.metaKey : event.ctrlKey;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const gone = key === 'Delete' || key === 'Backspace';
    if (mod && gone) removeRows();
    else if (mod && key === 'd') fillDown();
    else if (!mod && gone) whole ? removeRows() : clear();
    else if (!mod && !event.ctrlKey && event.key.length === 1 && event.key !== ' ')
      edit(row, column, event.key);
    else return;
    event.preventDefault();
  };
}
