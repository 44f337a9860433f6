import { TextInput } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Problem } from '../../planner/types';
import { useCommand } from '../../ui/context';
import { DataTable } from '../../ui/DataTable/DataTable';
import { useCursor } from '../../ui/DataTable/useCursor';
import { useStore } from '../../ui/useStore';
import { useWorkspace } from '../../workspace/context';
import { type Column, columnOf } from '../columns';
import { CellEditor } from './CellEditor';
import { useCells } from './cells';
import type { Editing } from './editing';
import { editingOf } from './editingOf';
import { Faults, faultId } from './Faults';
import classes from './Grid.module.css';
import { GridFooter } from './GridFooter';
import { gridClipboard } from './gridClipboard';
import { gridColumns, isIdle } from './gridColumns';
import { gridKeys } from './gridKeys';
import { type Fresh, useLeftRow, useQuietFacts } from './useFresh';
import { type GridRow, matching, shownColumns, useGridRows } from './useGridRows';
import { useRowFacts } from './useRowFacts';
import { useTableActions } from './useTableActions';

/** With more rows than this they can be filtered. */
const MANY = 8;

/** The roles as a table of cells, which are the CSV's. They may be at fault: the text has them as they are. */
export default function Grid({ goTo }: { goTo?: { problem: Problem } }) {
  const { table, waiting, own, disabled } = useCells();
  const actions = useTableActions();
  const cursor = useCursor();
  const section = useRef<HTMLElement>(null);
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
  const filterInput = useRef<HTMLInputElement>(null);
  useCommand('focus-rows', () => filterInput.current?.focus());

  return (
    <section
      ref={section}
      className={classes.grid}
      aria-label="Desired roles"
      aria-busy={waiting || undefined}
      data-history="desired"
      onFocus={follow}
      {...gridClipboard(keys)}
    >
      {all.length > MANY && (
        <TextInput
          size="xs"
          ref={filterInput}
          aria-label="Filter the rows"
          placeholder="Filter the rows"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      )}
      <DataTable
        label="Desired roles, a row each"
        name="desired"
        rows={rows}
        columns={tableColumns}
        rowId={rowId}
        rowLabel={rowLabel}
        cursor={cursor}
        isCurrent={({ facts }) => selected !== undefined && facts.roleName === selected}
        cellState={cellState}
        below={below}
        editing={
          edited && {
            row: rows.indexOf(edited),
            column: editing.column,
            editor: (
              <CellEditor
                key={`${editing.row} ${editing.column}`}
                row={edited}
                editing={editing}
                waiting={waiting}
                rows={all}
                onChange={change}
                onLeave={leave}
              />
            ),
          }
        }
        readOnly={waiting}
        disabled={disabled}
        onKey={gridKeys({ ...keys, disabled: locked })}
        onOpen={(row, column) => edit(row, column as Column)}
      />
      <GridFooter
        total={all.length}
        shown={rows.length}
        faulty={all.filter(({ facts }) => Object.keys(facts.faults).length > 0)}
        columns={columns}
        wanted={wanted}
        disabled={disabled}
        waiting={waiting}
        onAdd={() => add(false)}
        onGo={({ index, facts }) => go(index, Object.keys(facts.faults).find(Boolean) as Column | undefined)}
        onWant={setWanted}
      />
    </section>
  );
}

const rowId = ({ index }: GridRow) => `${index}`;
const rowLabel = ({ index, values }: GridRow) => `Role ${index + 1}: ${values.resource_name}/${values.role}`;

function cellState(row: GridRow, column: string) {
  const { index, values, facts } = row;
  const fault = facts.faults[column as Column];
  const title = [fault, values[column as Column]].filter(Boolean).join('\n') || undefined;
  const describedBy = fault && faultId(index, column);
  return { invalid: fault !== undefined, describedBy, title, idle: isIdle(row, column as Column) };
}

function below({ index, facts }: GridRow) {
  return Object.keys(facts.faults).length > 0 && <Faults row={index} faults={facts.faults} />;
}

/** The same array as long as they are the same. */
function useShownColumns(rows: GridRow[], wanted: Column[]): Column[] {
  const names = `${shownColumns(rows, wanted)}`;
  return useMemo(() => names.split(',') as Column[], [names]);
}

/** The plan follows the row that is worked in. Gives the one that is shown, and what follows a focus. */
function useSelectedRole(section: React.RefObject<HTMLElement | null>, at: GridRow | undefined) {
  const { planning } = useWorkspace();
  const latest = useRef(at);
  latest.current = at;
  const follow = useCallback(() => {
    const name = latest.current?.facts.roleName;
    const cell = document.activeElement?.closest('[data-place]');
    if (name === undefined || !cell || !section.current?.contains(cell)) return;
    if (planning.get().selection?.roleName !== name) planning.select(name);
  }, [planning, section]);
  const key = `${at?.index} ${at?.facts.roleName !== undefined}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a name that is being typed asks for no other plan
  useEffect(follow, [key, follow]);
  return { selected: useStore(planning, (now) => now.selected?.roleName), follow };
}

function useGoTo(
  goTo: { problem: Problem } | undefined,
  rows: GridRow[],
  go: (row: number, column?: Column) => void,
): void {
  const latest = useRef({ rows, go });
  latest.current = { rows, go };
  useEffect(() => {
    if (!goTo) return;
    const { item, line, key } = goTo.problem;
    const { rows, go } = latest.current;
    const row = item != null ? item - 1 : rows.findIndex((one) => one.line === line);
    if (row >= 0 && row < rows.length) go(row, columnOf(key));
  }, [goTo]);
}

/** What the buttons of a row do; the same object as long as they can do the same. */
function useRowTools(
  actions: ReturnType<typeof useTableActions>,
  locked: { disabled: boolean; waiting: boolean },
  rows: GridRow[],
  put: (row: number) => void,
) {
  const latest = useRef({ rows, put });
  latest.current = { rows, put };
  const { disabled, waiting } = locked;
  return useMemo(
    () => ({
      disabled,
      waiting,
      onDuplicate(row: number) {
        if (!waiting) actions.duplicate(row);
      },
      onDelete(row: number) {
        if (waiting || !actions.remove([row])) return;
        const { rows, put } = latest.current;
        const place = rows.findIndex(({ index }) => index === row);
        put(Math.max(0, Math.min(place, rows.length - 2)));
      },
    }),
    [actions, disabled, waiting],
  );
}
