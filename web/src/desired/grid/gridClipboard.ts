import type { ClipboardEvent } from 'react';
import type { Table } from '../../planner/types';
import { isOne } from '../../ui/DataTable/range';
import type { Cursor } from '../../ui/DataTable/useCursor';
import { ALL_COLUMNS, type Column } from '../columns';
import { asSpreadsheet, csvRows, spreadsheetRows } from '../paste';
import { block } from './table';
import type { GridRow } from './useGridRows';
import { clipboardOf, fitted, type useTableActions } from './useTableActions';

interface Grid {
  cursor: Cursor;
  rows: GridRow[];
  columns: readonly Column[];
  table?: Table;
  actions: ReturnType<typeof useTableActions>;
  disabled: boolean;
}

/** Cells go out as a spreadsheet takes them, and come in as one gives them. */
export function gridClipboard({ cursor, rows, columns, table, actions, disabled }: Grid) {
  const { range, place } = cursor;
  const chosen = rows.slice(range.top, range.bottom + 1).map(({ index }) => index);
  const [from, to] = [columns[range.left], columns[range.right]];

  const copy = (event: ClipboardEvent): boolean => {
    if (!isCell(event.target) || !table || !from || !to || place.row < 0) return false;
    event.clipboardData.setData('text/plain', asSpreadsheet(block(table, chosen, from, to)));
    event.preventDefault();
    return true;
  };
  return {
    onCopy: copy,
    onCut(event: ClipboardEvent) {
      if (disabled || !copy(event)) return;
      const names = columns.slice(range.left, range.right + 1);
      actions.fill(chosen.flatMap((index) => names.map((name) => [index, name, ''] as const)));
    },
    /** Before the editor of a cell: rows are rows there too. */
    onPasteCapture(event: ClipboardEvent) {
      const text = event.clipboardData.getData('text/plain');
      const ours = isCell(event.target) || spreadsheetRows(text) || csvRows(text);
      const found = ours && from ? clipboardOf(text) : undefined;
      if (disabled || !found || !from) return;
      event.preventDefault();
      event.stopPropagation();
      if ('roles' in found) {
        actions.append(found.roles);
        return;
      }
      const cells = fitted(found.cells, ALL_COLUMNS.slice(ALL_COLUMNS.indexOf(from)));
      const [only] = cells.length === 1 && cells[0]?.length === 1 ? cells[0] : [];
      if (only !== undefined && !isOne(range)) {
        const names = columns.slice(range.left, range.right + 1);
        actions.fill(chosen.flatMap((index) => names.map((name) => [index, name, only] as const)));
        return;
      }
      const targets = rows.slice(range.top, range.top + cells.length).map(({ index }) => index);
      if (!actions.put(targets, from, cells)) return;
      const wide = Math.max(...cells.map((row) => row.length));
      cursor.select(
        { row: range.top, column: range.left },
        { row: range.top + cells.length - 1, column: Math.min(range.left + wide, columns.length) - 1 },
      );
    },
  };
}

function isCell(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.hasAttribute('data-place');
}
