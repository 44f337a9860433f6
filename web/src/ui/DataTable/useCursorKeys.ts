import type { KeyboardEvent, RefObject } from 'react';
import { isMac } from '../shortcuts';
import type { DataTableProps } from './DataTable';
import { moved, type Size } from './range';
import type { useTableRows } from './useTableRows';

interface Around<Row extends object> {
  box: RefObject<HTMLElement | null>;
  table: ReturnType<typeof useTableRows<Row>>;
  size: Size;
  /** Widths of the columns, in rem. */
  actual: readonly number[];
  onWidth(column: string, width: number | undefined): void;
}

/** What a key does that no one before has dealt with. */
export function useCursorKeys<Row extends object>(props: DataTableProps<Row>, around: Around<Row>) {
  const { cursor, columns, picking, onKey, onOpen } = props;
  const { box, table, size, actual, onWidth } = around;

  const page = () => {
    const height = box.current?.querySelector('tbody tr')?.getBoundingClientRect().height || 36;
    return Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / height) - 1);
  };

  const onHead = (event: KeyboardEvent, id: string): boolean => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.shiftKey && by !== undefined) {
      onWidth(id, (actual[cursor.place.column] ?? 8) + by);
      return true;
    }
    if (event.key !== 'Enter' && event.key !== ' ') return false;
    table.getColumn(id)?.toggleSorting();
    return true;
  };

  const onCell = (event: KeyboardEvent, far: boolean): boolean => {
    const { row, column } = cursor.place;
    const [id, at] = [columns[column]?.id, table.getRowModel().rows[row]];
    if (row < 0) return id !== undefined && onHead(event, id);
    if (far && event.key.toLowerCase() === 'a') {
      cursor.select({ row: 0, column: 0 }, { row: size.rows - 1, column: size.columns - 1 });
      return true;
    }
    if (event.key === ' ' && event.shiftKey) {
      cursor.select(
        { row: cursor.range.top, column: 0 },
        { row: cursor.range.bottom, column: size.columns - 1 },
      );
      return true;
    }
    if (event.key === ' ' && picking && at) {
      at.toggleSelected();
      return true;
    }
    if ((event.key === 'Enter' || event.key === 'F2') && at && id && onOpen) {
      onOpen(at.original, id);
      return true;
    }
    return false;
  };

  return (event: KeyboardEvent) => {
    // What stands in a cell has its own keys.
    if (!(event.target instanceof HTMLElement) || !event.target.hasAttribute('data-place')) return;
    onKey?.(event);
    if (event.defaultPrevented || event.altKey || event.nativeEvent.isComposing) return;
    const far = isMac() ? event.metaKey : event.ctrlKey;
    if (onCell(event, far)) {
      event.preventDefault();
      return;
    }
    const next = moved(cursor.place, { key: event.key, far }, size, page());
    if (!next) return;
    event.preventDefault();
    cursor.put(next, { extend: event.shiftKey && cursor.place.row >= 0 && next.row >= 0 });
  };
}
