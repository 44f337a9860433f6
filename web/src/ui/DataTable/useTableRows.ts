import {
  createSortedRowModel,
  type RowSelectionState,
  rowSelectionFeature,
  rowSortingFeature,
  type SortingState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo, useState } from 'react';
import type { Column } from './columns';

const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  rowSelectionFeature,
});

/** Rows that a person picked, by their ids. */
export interface Picking {
  picked: RowSelectionState;
  onPick(next: RowSelectionState): void;
}

const NONE = {};

/** The rows in the order that is asked for, and which of them are picked. */
export function useTableRows<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  rowId: (row: Row) => string,
  { picked, onPick }: Partial<Picking>,
) {
  const [sorting, setSorting] = useState<SortingState>([]);
  const definitions = useMemo(
    () =>
      columns.map(({ id, sortBy }) => ({
        id,
        accessorFn: (row: Row) => sortBy?.(row),
        enableSorting: sortBy !== undefined,
        sortFn: (a: { original: Row }, b: { original: Row }) =>
          compare(sortBy?.(a.original), sortBy?.(b.original)),
      })),
    [columns],
  );
  return useTable({
    features,
    data: rows,
    columns: definitions,
    getRowId: rowId,
    enableRowSelection: onPick !== undefined,
    state: { sorting, rowSelection: picked ?? NONE },
    onSortingChange: setSorting,
    onRowSelectionChange: (next) => onPick?.(typeof next === 'function' ? next({ ...picked }) : next),
  });
}

function compare(a: string | number | undefined, b: string | number | undefined): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return `${a ?? ''}`.localeCompare(`${b ?? ''}`, 'en', { numeric: true });
}
