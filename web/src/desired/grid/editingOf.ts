import type { Cursor } from '../../ui/DataTable/useCursor';
import { type Column, keyOf } from '../columns';
import type { Editing, Leave } from './editing';
import type { GridRow } from './useGridRows';
import type { useTableActions } from './useTableActions';

interface Around {
  rows: GridRow[];
  columns: readonly Column[];
  cursor: Cursor;
  actions: ReturnType<typeof useTableActions>;
  /** Nothing can be written just now. */
  locked: boolean;
  /** Enter in the last row asks for one more. */
  onMore(): void;
}

/** Which cell is being written in, how that begins and how it ends. */
export function editingOf(
  editing: Editing | undefined,
  setEditing: (next?: Editing) => void,
  around: Around,
) {
  const { rows, columns, cursor, actions, locked, onMore } = around;

  const edit = (row: GridRow, column: Column, typed = '') => {
    if (locked) return;
    const { list } = keyOf(column);
    setEditing({
      row: row.index,
      column,
      before: row.values[column],
      typed: list ? typed : '',
      faulty: row.facts.faults[column] !== undefined,
    });
    if (typed !== '' && !list) actions.set('typing', row.index, column, typed);
  };

  const change = (value: string) => {
    if (!editing) return;
    const { list, words } = keyOf(editing.column);
    actions.set(list || words.length > 0 ? 'step' : 'typing', editing.row, editing.column, value);
  };

  const leave = (how: Leave) => {
    if (!editing) return;
    setEditing(undefined);
    if (how === 'away') return;
    const at = {
      row: rows.findIndex(({ index }) => index === editing.row),
      column: columns.indexOf(editing.column),
    };
    const by = { down: 0, cancel: 0, next: 1, previous: -1 }[how];
    const next = { row: at.row + (how === 'down' ? 1 : 0), column: at.column + by };
    const row = rows[at.row];
    if (how === 'cancel' && actions.value(editing.row, editing.column) !== editing.before)
      actions.set('step', editing.row, editing.column, editing.before);
    if (next.row >= rows.length) {
      cursor.put(at);
      onMore();
      return;
    }
    const column = columns[next.column];
    cursor.put(column ? next : at);
    if (by !== 0 && row && column) edit(row, column);
  };

  return { edit, change, leave };
}
