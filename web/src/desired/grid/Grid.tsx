import { TextInput } from '@mantine/core';
import { useRef } from 'react';
import type { Problem } from '../../planner/types';
import { useCommand } from '../../ui/context';
import { DataTable } from '../../ui/DataTable/DataTable';
import type { Column } from '../columns';
import { CellEditor } from './CellEditor';
import { Faults, faultId } from './Faults';
import classes from './Grid.module.css';
import { GridFooter } from './GridFooter';
import { gridClipboard } from './gridClipboard';
import { isIdle } from './gridColumns';
import { gridKeys } from './gridKeys';
import { useGrid } from './useGrid';
import type { GridRow } from './useGridRows';

/** With more rows than this they can be filtered. */
const MANY = 8;

/** The roles as a table of cells, which are the CSV's. They may be at fault: the text has them as they are. */
export default function Grid({ goTo }: { goTo?: { problem: Problem } }) {
  const section = useRef<HTMLElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  const grid = useGrid(section, goTo);
  const { all, rows, columns, cursor, editing, edited, edit, go, selected, keys, disabled, waiting } = grid;
  useCommand('focus-rows', () => filterInput.current?.focus());
  return (
    <section
      ref={section}
      className={classes.grid}
      aria-label="Desired roles"
      aria-busy={waiting || undefined}
      data-history="desired"
      onFocus={grid.follow}
      {...gridClipboard(keys)}
    >
      {all.length > MANY && (
        <TextInput
          size="xs"
          ref={filterInput}
          aria-label="Filter the rows"
          placeholder="Filter the rows"
          value={grid.filter}
          onChange={(event) => grid.setFilter(event.currentTarget.value)}
        />
      )}
      <DataTable
        label="Desired roles, a row each"
        name="desired"
        rows={rows}
        columns={grid.tableColumns}
        rowId={rowId}
        rowLabel={rowLabel}
        cursor={cursor}
        isCurrent={({ facts }) => selected !== undefined && facts.roleName === selected}
        cellState={cellState}
        below={below}
        editing={
          editing &&
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
                onChange={grid.change}
                onLeave={grid.leave}
              />
            ),
          }
        }
        readOnly={waiting}
        disabled={disabled}
        onKey={gridKeys({ ...keys, disabled: grid.locked })}
        onOpen={(row, column) => edit(row, column as Column)}
      />
      <GridFooter
        total={all.length}
        shown={rows.length}
        faulty={all.filter(({ facts }) => Object.keys(facts.faults).length > 0)}
        columns={columns}
        wanted={grid.wanted}
        disabled={disabled}
        waiting={waiting}
        onAdd={() => grid.add(false)}
        onGo={({ index, facts }) => go(index, Object.keys(facts.faults).find(Boolean) as Column | undefined)}
        onWant={grid.setWanted}
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
