import type { Table } from '../../planner/types';
import { ALL_COLUMNS, COLUMNS, type Column } from '../columns';

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

export function deleteRows(table: Table, gone: readonly number[]): Table {
  return { ...table, rows: table.rows.filter((_, number) => !gone.includes(number)) };
}

/** Rows of another table, by the names of its columns. */
export function appendRows(table: Table, columns: string[], rows: string[][]): Table {
  const wide = withColumns(table, [...COLUMNS, ...columns]);
  const cells = rows.map((row) => wide.columns.map((column) => row[columns.indexOf(column)] ?? ''));
  return insert(wide, wide.rows.length, cells);
}

/** The cells of some rows, between two columns of the format. */
export function block(table: Table, rows: readonly number[], from: Column, to: Column): string[][] {
  const columns = ALL_COLUMNS.slice(ALL_COLUMNS.indexOf(from), ALL_COLUMNS.indexOf(to) + 1);
  return rows.map((row) => columns.map((column) => cell(table, row, column)));
}

/**
 * Puts cells over those of the rows, from a column of the format on; what is longer than the rows becomes
 * new ones. Cells beyond the last column have no place: they are given back.
 */
export function putBlock(
  table: Table,
  rows: readonly number[],
  from: Column,
  cells: readonly (readonly string[])[],
): { table: Table; left: string[] } {
  const columns = ALL_COLUMNS.slice(ALL_COLUMNS.indexOf(from));
  const left = cells.flatMap((line) => line.slice(columns.length)).filter((value) => value !== '');
  let next = cells.length > rows.length ? withColumns(table, COLUMNS) : table;
  const below = next.rows.length;
  const added = Math.max(0, cells.length - rows.length);
  next = insert(
    next,
    below,
    Array.from({ length: added }, () => next.columns.map(() => '')),
  );
  cells.forEach((line, index) => {
    const row = rows[index] ?? below + index - rows.length;
    line.slice(0, columns.length).forEach((value, at) => {
      const column = columns[at];
      // A column that no role needs does not come into being for nothing.
      if (column && (value !== '' || next.columns.includes(column))) next = setCell(next, row, column, value);
    });
  });
  return { table: next, left };
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
