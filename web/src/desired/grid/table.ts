import type { Table } from '../../planner/types';
import { COLUMNS, type Column } from '../columns';

/** Edits of a table of cells: each gives another table. */
export function cell(table: Table, row: number, column: Column): string {
  const index = table.columns.indexOf(column);
  return index < 0 ? '' : (table.rows[row]?.cells[index] ?? '');
}

export function setCell(table: Table, row: number, column: Column, value: string): Table {
  const wide = withColumns(table, [column]);
  const index = wide.columns.indexOf(column);
  const old = wide.rows[row];
  if (!old) return table;
  return {
    ...wide,
    rows: wide.rows.with(row, { ...old, cells: filled(old.cells, index + 1).with(index, value) }),
  };
}

/** One more role of the same kind as the last: its resource is likely the same. */
export function addRow(table: Table): Table {
  const wide = withColumns(table, COLUMNS);
  const last = wide.rows.length - 1;
  const values: Partial<Record<string, string>> = {
    resource_name: last < 0 ? '' : cell(wide, last, 'resource_name'),
    type: 'managed',
  };
  return insert(wide, wide.rows.length, [wide.columns.map((column) => values[column] ?? '')]);
}

/** Another role with the same rights: only its label has to be another. */
export function duplicateRow(table: Table, row: number): Table {
  const cells = table.rows[row]?.cells ?? [];
  return insert(table, row + 1, [[...cells]]);
}

export function deleteRow(table: Table, row: number): Table {
  return { ...table, rows: table.rows.filter((_, number) => number !== row) };
}

/** Rows of another table, by the names of its columns. */
export function appendRows(table: Table, columns: string[], rows: string[][]): Table {
  const wide = withColumns(table, [...COLUMNS, ...columns]);
  const cells = rows.map((row) => wide.columns.map((column) => row[columns.indexOf(column)] ?? ''));
  return insert(wide, wide.rows.length, cells);
}

function insert(table: Table, at: number, cells: string[][]): Table {
  const rows = cells.map((one) => ({ line: 0, cells: one }));
  return { ...table, rows: table.rows.toSpliced(at, 0, ...rows) };
}

/** Every row gets a cell for a new column. */
function withColumns(table: Table, columns: readonly string[]): Table {
  const added = [...new Set(columns)].filter((column) => !table.columns.includes(column));
  if (added.length === 0) return table;
  const width = table.columns.length;
  const rows = table.rows.map((row) => ({
    ...row,
    cells: [...filled(row.cells, width), ...added.map(() => '')],
  }));
  return { ...table, columns: [...table.columns, ...added], rows };
}

function filled(cells: string[], width: number): string[] {
  return [...cells, ...Array.from({ length: Math.max(0, width - cells.length) }, () => '')];
}
