import { useMemo } from 'react';
import type { Table } from '../../planner/types';
import { useUi } from '../../ui/context';
import type { Notice } from '../../ui/notices';
import { useWorkspace } from '../../workspace/context';
import type { Column } from '../columns';
import { cellIn, csvRows, headerOf, pastedTable, spreadsheetCells, withoutPlace } from '../paste';
import { cellsOf } from './cells';
import { addRow, appendRows, cell, deleteRows, duplicateRow, putBlock, setCell } from './table';

const EMPTY: Table = { columns: [], rows: [], problems: [] };

/** Everything that is done to the cells: each is one step of the one history. False where none is taken now. */
export function useTableActions() {
  const cells = cellsOf(useWorkspace());
  const { notices } = useUi();
  return useMemo(() => {
    const step = (change: (table: Table) => Table) => cells.edit(notices, 'step', change);
    const tell = (notice: Omit<Notice, 'id'> | undefined) => notice && notices.notify(notice);
    const pasted = (taken: boolean, left?: Omit<Notice, 'id'>) => {
      tell(taken ? left : NOT_PASTED);
      return taken;
    };
    return {
      /** As it is just now, before anything is drawn. */
      value: (row: number, column: Column) => cell(cells.get().table ?? EMPTY, row, column),
      set: (how: 'typing' | 'step', row: number, column: Column, value: string) =>
        cells.edit(notices, how, (now) => setCell(now, row, column, value)),
      /** One value in many cells. */
      fill: (places: readonly (readonly [row: number, column: Column, value: string])[]) =>
        step((now) =>
          places.reduce((table, [row, column, value]) => setCell(table, row, column, value), now),
        ),
      add: () => step(addRow),
      duplicate: (row: number) => step((now) => duplicateRow(now, row)),
      remove: (rows: readonly number[]) => step((now) => deleteRows(now, rows)),
      /** Roles below those that are there, by the names of their columns. */
      append(rows: string[][]) {
        const table = pastedTable(rows);
        const left = withoutPlace(table.columns, table.rows);
        const columns = table.columns.map((name) => (left.columns.includes(name) ? '' : name));
        const known = [...new Set(columns)].filter(Boolean);
        const cellsOfKnown = table.rows.map((row) => known.map((name) => row[columns.indexOf(name)] ?? ''));
        return pasted(
          step((now) => appendRows(now, known, cellsOfKnown)),
          leftOut(left.cells, left.columns),
        );
      },
      /** Cells over those of the rows, from a column on. */
      put(rows: readonly number[], from: Column, block: string[][]) {
        let left: string[] = [];
        const taken = step((now) => {
          const put = putBlock(now, rows, from, block);
          left = put.left;
          return put.table;
        });
        return pasted(taken, leftOut(left, []));
      },
    };
  }, [cells, notices]);
}

/** What was copied elsewhere: whole roles, or cells for the place where they are pasted. */
export function clipboardOf(text: string): { roles: string[][] } | { cells: string[][] } | undefined {
  const csv = csvRows(text);
  if (csv) return { roles: csv };
  if (text.trim() === '') return undefined;
  const cells = spreadsheetCells(text);
  return headerOf(cells[0] ?? []) && cells.length > 1 ? { roles: cells } : { cells };
}

/** Cells as the columns that they come into take them. */
export function fitted(cells: string[][], columns: readonly Column[]): string[][] {
  return cells.map((row) => row.map((cell, index) => cellIn(columns[index], cell)));
}

const NOT_PASTED: Omit<Notice, 'id'> = {
  tone: 'info',
  title: 'The rows were not pasted',
  text: 'The roles that are here are still being read. Paste again in a moment.',
};

/** Nothing that was pasted is dropped without a word. */
function leftOut(cells: string[], columns: string[]): Omit<Notice, 'id'> | undefined {
  if (cells.length === 0) return undefined;
  const named = columns.filter(Boolean).map((name) => `“${name}”`);
  const some = cells.slice(0, 5).map((cell) => `“${cell.slice(0, 40)}”`);
  const more = cells.length > some.length ? ` and ${cells.length - some.length} more` : '';
  const where =
    named.length > 0 ? `Roles have no column ${named.join(', ')}.` : 'Roles have no further column.';
  return {
    tone: 'warning',
    title: cells.length === 1 ? 'A value was left out' : `${cells.length} values were left out`,
    text: `${where} Left out: ${some.join(', ')}${more}.`,
  };
}
