import { type RefObject, useCallback, useMemo, useState } from 'react';
import type { Problem } from '../../planner/types';
import { useCursor } from '../../ui/DataTable/useCursor';
import type { Column } from '../columns';
import { useCells } from './cells';
import type { Editing } from './editing';
import { editingOf } from './editingOf';
import { gridColumns } from './gridColumns';
import { type Fresh, useLeftRow, useQuietFacts } from './useFresh';
import { useGoTo } from './useGoTo';
import { type GridRow, matching, shownColumns, useGridRows } from './useGridRows';
import { useRowFacts } from './useRowFacts';
import { useRowTools } from './useRowTools';
import { useSelectedRole } from './useSelectedRole';
import { useTableActions } from './useTableActions';

/** What is in the grid, which part of it is shown, and what is done to it. */
export function useGrid(section: RefObject<HTMLElement | null>, goTo: { problem: Problem } | undefined) {
  const { table, waiting, own, disabled } = useCells();
  const actions = useTableActions();
  const cursor = useCursor();
  const [filter, setFilter] = useState('');
  const [wanted, setWanted] = useState<Column[]>([]);
  const [editing, setEditing] = useState<Editing>();
  const [fresh, setFresh] = useState<Fresh>();
  const locked = disabled || waiting;

  const all = useGridRows(table, useQuietFacts(useRowFacts(table, own), fresh, editing));
  const rows = useMemo(() => matching(all, filter, editing?.row), [all, filter, editing?.row]);
  const columns = useShownColumns(all, wanted);
  const at = rows[cursor.place.row];
  const { selected, follow } = useSelectedRole(section, at);
  useLeftRow(fresh, at, all, actions, () => setFresh(undefined));

  const add = (byEnter: boolean) => {
    if (locked || !actions.add()) return;
    const row = all.length;
    const column: Column = row === 0 ? 'resource_name' : 'role';
    setFilter('');
    setFresh({ row, byEnter });
    cursor.put({ row, column: columns.indexOf(column) });
    if (!byEnter) setEditing({ row, column, before: '', typed: '', faulty: false });
  };
  const around = { rows, columns, cursor, actions, locked, onMore: () => filter === '' && add(true) };
  const { edit, change, leave } = editingOf(editing, setEditing, around);
  const keys = { ...around, table, edit, disabled };

  const go = useCallback(
    (row: number, column: Column | undefined) => {
      setFilter('');
      setFresh(undefined);
      cursor.put({ row, column: Math.max(0, column ? columns.indexOf(column) : 0) });
    },
    [cursor, columns],
  );
  useGoTo(goTo, all, go);

  const tools = useRowTools(actions, { disabled, waiting }, rows, (row) =>
    cursor.put({ ...cursor.place, row }),
  );
  const tableColumns = useMemo(() => gridColumns(columns, tools), [columns, tools]);
  const edited = editing && rows.find(({ index }) => index === editing.row);

  return {
    all,
    rows,
    columns,
    tableColumns,
    cursor,
    filter,
    setFilter,
    wanted,
    setWanted,
    editing,
    edited,
    edit,
    change,
    leave,
    selected,
    follow,
    keys,
    add,
    go,
    locked,
    disabled,
    waiting,
  };
}

/** The same array as long as they are the same. */
function useShownColumns(rows: GridRow[], wanted: Column[]): Column[] {
  const names = `${shownColumns(rows, wanted)}`;
  return useMemo(() => names.split(',') as Column[], [names]);
}
