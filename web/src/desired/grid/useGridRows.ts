import { useMemo, useRef } from 'react';
import type { Table } from '../../planner/types';
import { ALL_COLUMNS, COLUMNS, type Column, OPTIONAL } from '../columns';
import { cell } from './table';
import type { RowFacts } from './useRowFacts';

/** A role as the grid shows it. */
export interface GridRow {
  /** In the table. */
  index: number;
  /** In the text; 0 where it is new. */
  line: number;
  values: Readonly<Record<Column, string>>;
  facts: RowFacts;
}

/** The rows; the same object where nothing about one changed, so that it is not drawn again. */
export function useGridRows(table: Table | undefined, facts: RowFacts[]): GridRow[] {
  const before = useRef<GridRow[]>([]);
  return useMemo(() => {
    const rows = (table?.rows ?? []).map(({ line }, index) => {
      const row = {
        index,
        line,
        values: valuesOf(table as Table, index),
        facts: facts[index] ?? { faults: {} },
      };
      const old = before.current[index];
      return old && same(old, row) ? old : row;
    });
    before.current = rows;
    return rows;
  }, [table, facts]);
}

function valuesOf(table: Table, row: number): Record<Column, string> {
  return Object.fromEntries(ALL_COLUMNS.map((column) => [column, cell(table, row, column)])) as Record<
    Column,
    string
  >;
}

function same(a: GridRow, b: GridRow): boolean {
  return (
    a.line === b.line &&
    a.facts.roleName === b.facts.roleName &&
    alike(a.values, b.values) &&
    alike(a.facts.faults, b.facts.faults)
  );
}

function alike(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}

/** The columns that are shown: what every role has, what some row says something in, and what is asked for. */
export function shownColumns(rows: readonly GridRow[], wanted: readonly Column[]): Column[] {
  const needed = (column: Column) =>
    wanted.includes(column) ||
    rows.some(({ values, facts }) => values[column] !== '' || facts.faults[column] !== undefined);
  const external = rows.some(({ values }) => values.type === 'external');
  const base = COLUMNS.filter((column) => column !== 'source_role' || external || needed(column));
  return [...base, ...OPTIONAL.filter(needed)];
}

/** Those of the rows in which every word occurs, and those that have to stay whatever they say. */
export function matching(rows: GridRow[], filter: string, stays: number | undefined): GridRow[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter(({ index, values }) => {
    const text = Object.values(values).join(' ').toLowerCase();
    return index === stays || words.every((word) => text.includes(word));
  });
}
