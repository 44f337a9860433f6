import { memo, type PointerEvent, type ReactNode } from 'react';
import type { Column } from './columns';
import type { CellState } from './DataTable';
import classes from './DataTable.module.css';
import type { Place } from './range';
import { CELL, NAME, ROW } from './roles';

interface Props<Row> {
  row: Row;
  index: number;
  start: number;
  columns: readonly Column<Row>[];
  actual: readonly number[];
  label: string;
  /** The column of the cursor, where it is in this row. */
  cursor?: number;
  from?: number;
  to?: number;
  current: boolean;
  /** Absent where rows cannot be picked. */
  picked?: boolean;
  editing?: string;
  editor?: ReactNode;
  readOnly?: boolean;
  disabled?: boolean;
  cellState?(row: Row, column: string): CellState | undefined;
  below?(row: Row): ReactNode;
  measure(element: HTMLElement | null): void;
  onPoint(place: Place, extend: boolean): void;
  onAgain(index: number, column: string): void;
}

function RowView<Row extends object>(props: Props<Row>) {
  const { row, index, start, columns, label, current, picked, below, measure } = props;
  const under = below?.(row);
  return (
    <tr
      ref={measure}
      {...ROW}
      aria-rowindex={index + 2}
      aria-label={label}
      aria-current={current || undefined}
      aria-selected={picked}
      data-index={index}
      className={classes.row}
      style={{ top: start }}
    >
      {columns.map((column, at) => (
        <Cell key={column.id} {...props} column={column} at={at} />
      ))}
      {under && (
        <td {...CELL} aria-colindex={1} aria-colspan={columns.length} className={classes.below}>
          {under}
        </td>
      )}
    </tr>
  );
}

function Cell<Row extends object>(props: Props<Row> & { column: Column<Row>; at: number }) {
  const { row, index, column, at, actual, cursor, from, to, editing, editor, onPoint, onAgain } = props;
  const state = props.cellState?.(row, column.id);
  const edited = editing === column.id;
  const selected = from !== undefined && to !== undefined && at >= from && at <= to;
  const place = { row: index, column: at };
  const point = (event: PointerEvent) => {
    // A control in the cell has its own clicks, and a finger scrolls.
    if (edited || event.button !== 0 || (event.target as Element).closest('button, input, a')) return;
    if (event.shiftKey) event.preventDefault();
    const again = cursor === at && document.activeElement === event.currentTarget && !event.shiftKey;
    (event.currentTarget as HTMLElement).dataset.again = `${again || event.pointerType === 'touch'}`;
    onPoint(place, event.shiftKey);
  };
  const said = {
    'aria-selected': selected,
    'aria-invalid': state?.invalid || undefined,
    'aria-describedby': state?.describedBy,
    'aria-readonly': props.readOnly || undefined,
    'aria-disabled': props.disabled || undefined,
  };
  const common = {
    ...(column.sticky ? NAME : CELL),
    'aria-colindex': at + 1,
    'data-column': column.id,
    'data-sticky': column.sticky,
    'data-label': column.head,
    className: classes.cell,
  };
  if (column.tools)
    return (
      <td {...common} data-tools="">
        {column.cell(row, actual[at] ?? column.min)}
      </td>
    );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the table has the keys
    <td
      {...common}
      {...said}
      data-place={`${index}:${at}`}
      data-editing={edited || undefined}
      data-idle={(state?.idle && !edited) || undefined}
      title={edited ? undefined : state?.title}
      tabIndex={cursor === at && !edited ? 0 : -1}
      onFocus={(event) => {
        if (event.target === event.currentTarget && cursor !== at) onPoint(place, false);
      }}
      onMouseDown={(event) => {
        // Beside what is written in is no reason to leave it.
        if (edited && event.target === event.currentTarget) event.preventDefault();
      }}
      onPointerDown={point}
      onPointerEnter={(event) => {
        if (event.buttons === 1 && event.pointerType === 'mouse' && !edited) onPoint(place, true);
      }}
      onClick={(event) => {
        if (!edited && event.currentTarget.dataset.again === 'true') onAgain(index, column.id);
      }}
    >
      {edited ? editor : column.cell(row, actual[at] ?? column.min)}
    </td>
  );
}

/** A keystroke in one row draws that row. */
export const TableRow = memo(RowView) as typeof RowView;
