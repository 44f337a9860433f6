import { Button, TextInput } from '@mantine/core';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Problem, Table } from '../../planner/types';
import { useCommand, useUi } from '../../ui/context';
import { Icon } from '../../ui/Icon';
import { useStore } from '../../ui/useStore';
import { useWorkspace } from '../../workspace/context';
import { useProblems } from '../../workspace/hooks';
import { ALL_COLUMNS, type Column } from '../columns';
import { Completions } from './Completions';
import { cellsOf, useCells } from './cells';
import classes from './Grid.module.css';
import { Pages } from './Pages';
import { Row, type RowProps } from './Row';
import { addRow, cell, deleteRow, duplicateRow, setCell } from './table';
import { usePastedRows } from './usePastedRows';
import { useRowFacts } from './useRowFacts';

const PAGE = 50;

/** The roles as rows. Cells may be at fault: the text holds them as they are. */
export function Grid({ goTo }: { goTo?: { problem: Problem } }) {
  const workspace = useWorkspace();
  const { notices } = useUi();
  const { planning } = workspace;
  const cells = cellsOf(workspace);
  const { table, waiting, own } = useCells();
  const { format, problems } = useProblems();
  const facts = useRowFacts(table);
  const selected = useStore(planning, (now) => now.selected?.roleName);
  const [filter, setFilter] = useState('');
  const [page, setPage] = useState(0);
  const list = useRef<HTMLUListElement>(null);
  const filterInput = useRef<HTMLInputElement>(null);
  useCommand('focus-rows', () => filterInput.current?.focus());
  // Without a header there are no cells: the text has to be repaired first.
  const headless = table?.columns.length === 0 && table.problems.some(({ line }) => line != null);
  // Only of the cells that it was written from does a YAML with a fault have all.
  const disabled = headless || (format === 'yaml' && problems.length > 0 && !own);
  const shown = useMemo(() => matching(table, filter), [table, filter]);
  const pages = Math.max(1, Math.ceil(shown.length / PAGE));
  const at = Math.min(page, pages - 1);

  const edit = useCallback(
    (how: 'typing' | 'step', change: (table: Table) => Table) => cells.edit(notices, how, change),
    [cells, notices],
  );
  const change = useCallback(
    (row: number, column: Column, value: string) => {
      const how = column === 'scopes' || column === 'permissions' || column === 'type' ? 'step' : 'typing';
      edit(how, (now) => setCell(now, row, column, value));
    },
    [edit],
  );

  const names = useRef(facts);
  names.current = facts;
  const act = useCallback<RowProps['onAct']>(
    (row, action) => {
      if (action === 'duplicate') edit('step', (now) => duplicateRow(now, row));
      else if (action === 'delete') edit('step', (now) => deleteRow(now, row));
      else planning.select(names.current[row]?.roleName ?? '');
    },
    [edit, planning],
  );

  const add = () => {
    if (waiting) return;
    edit('step', addRow);
    setFilter('');
    setPage(Number.MAX_SAFE_INTEGER);
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('li:last-child input')?.focus());
  };

  useEffect(() => {
    const { line, item } = goTo?.problem ?? {};
    const row = item != null ? item - 1 : cells.get().table?.rows.findIndex((one) => one.line === line);
    if (!goTo || row === undefined || row < 0) return;
    setFilter('');
    setPage(Math.floor(row / PAGE));
    requestAnimationFrame(() => {
      const place = list.current?.children[row % PAGE];
      place?.scrollIntoView({ block: 'center' });
      (place?.querySelector<HTMLElement>('[aria-invalid="true"]') ?? place?.querySelector('input'))?.focus();
    });
  }, [goTo, cells]);

  usePastedRows(disabled);

  return (
    <section
      className={classes.grid}
      aria-label="Desired roles"
      aria-busy={waiting || undefined}
      data-history="desired"
    >
      <Completions table={table} />
      {(table?.rows.length ?? 0) > 8 && (
        <TextInput
          size="xs"
          ref={filterInput}
          aria-label="Filter the rows"
          placeholder="Filter the rows"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
      )}
      <ul ref={list} className={classes.rows}>
        {table &&
          shown
            .slice(at * PAGE, (at + 1) * PAGE)
            .map((row) => (
              <Row
                key={row}
                number={row}
                values={valuesOf(table, row)}
                facts={facts[row] ?? { faults: {} }}
                selected={selected !== undefined && facts[row]?.roleName === selected}
                disabled={disabled}
                waiting={waiting}
                onChange={change}
                onAct={act}
              />
            ))}
      </ul>
      <div className={classes.footer}>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Icon name="plus" />}
          disabled={disabled}
          aria-disabled={waiting || undefined}
          onClick={add}
        >
          Add a role
        </Button>
        <Pages page={at} pages={pages} onPage={setPage} />
      </div>
    </section>
  );
}

function valuesOf(table: Table, row: number): Record<Column, string> {
  return Object.fromEntries(ALL_COLUMNS.map((column) => [column, cell(table, row, column)])) as Record<
    Column,
    string
  >;
}

/** The indexes of the rows in which every word occurs. */
function matching(table: Table | undefined, filter: string): number[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  return (table?.rows ?? []).flatMap(({ cells }, index) => {
    const text = cells.join(' ').toLowerCase();
    return words.every((word) => text.includes(word)) ? [index] : [];
  });
}
