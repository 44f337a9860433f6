import { type KeyboardEvent, type ReactNode, useCallback, useLayoutEffect, useMemo, useRef } from 'react';
import { useEdges } from '../useEdges';
import { type Column, leastWidth, template } from './columns';
import classes from './DataTable.module.css';
import { Heads } from './Heads';
import type { Place, Size } from './range';
import { GRID, GROUP } from './roles';
import { TableRow } from './TableRow';
import type { Cursor } from './useCursor';
import { useCursorKeys } from './useCursorKeys';
import { useShownRows } from './useShownRows';
import { type Picking, useTableRows } from './useTableRows';
import { useTracks } from './useTracks';
import { useWidths } from './useWidths';

/** How a cell stands, beside what it says. */
export interface CellState {
  invalid?: boolean;
  describedBy?: string;
  title?: string;
  /** It means nothing in this row: a card does without it. */
  idle?: boolean;
}

export interface DataTableProps<Row extends object> {
  label: string;
  /** Widths are kept under this name. */
  name: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowId(row: Row): string;
  rowLabel(row: Row): string;
  cursor: Cursor;
  /** The row that the rest of the page is about. */
  isCurrent?(row: Row): boolean;
  cellState?(row: Row, column: string): CellState | undefined;
  /** Under the cells, over the whole width. */
  below?(row: Row): ReactNode;
  /** Stands in the place of what a cell says. */
  editing?: { row: number; column: string; editor: ReactNode };
  /** Rows that can be picked, with Space and by their boxes. */
  picking?: Picking;
  readOnly?: boolean;
  disabled?: boolean;
  /** Before the table's own keys; what is dealt with is prevented. */
  onKey?(event: KeyboardEvent): void;
  /** Enter on a cell, and a second click. */
  onOpen?(row: Row, column: string): void;
}

/**
 * Rows under heads that stay. One tab stop, in which the arrows move; of many rows only those that are seen
 * are on the page. It knows nothing of what the rows are about.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, name, rows, columns, rowId, cursor, picking, editing, isCurrent, onOpen } = props;
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const table = useTableRows(rows, columns, rowId, picking ?? {});
  const shown = table.getRowModel().rows;
  const [widths, onWidth] = useWidths(name);
  const tracks = template(columns, widths);
  const actual = useTracks(box, tracks);
  const { items, height, measure } = useShownRows(box, shown, cursor.place.row);
  const size: Size = {
    rows: shown.length,
    columns: columns.filter(({ tools }) => !tools).length,
  };
  useEdges(box, frame);
  useFocus(box, cursor, size);
  const onKeyDown = useCursorKeys(props, { box, table, size, actual, onWidth });

  const latest = useRef({ cursor, shown, onOpen });
  latest.current = { cursor, shown, onOpen };
  const onPoint = useCallback(
    (place: Place, extend: boolean) => latest.current.cursor.put(place, { extend, focus: false }),
    [],
  );
  const onAgain = useCallback((index: number, column: string) => {
    const row = latest.current.shown[index];
    if (row) latest.current.onOpen?.(row.original, column);
  }, []);

  const style = useMemo(
    () => ({ '--tracks': tracks, '--least': `${leastWidth(columns, widths)}rem` }) as React.CSSProperties,
    [tracks, columns, widths],
  );
  const { place, range } = cursor;
  return (
    <div ref={frame} className={classes.frame}>
      {/* Without rows there is no cell for the keyboard to come to, and the heads may still be wider. */}
      <div ref={box} className={classes.box} tabIndex={shown.length === 0 ? 0 : undefined}>
        <table
          {...GRID}
          aria-label={label}
          aria-rowcount={shown.length + 1}
          aria-colcount={columns.length}
          className={classes.table}
          style={style}
          onKeyDown={onKeyDown}
        >
          <Heads columns={columns} table={table} cursor={cursor} onWidth={onWidth} />
          <tbody {...GROUP} className={classes.body} style={{ height }}>
            {items.map(({ index, start, key }) => {
              const row = shown[index];
              const selected = index >= range.top && index <= range.bottom;
              return (
                row && (
                  <TableRow
                    key={key}
                    row={row.original}
                    index={index}
                    start={start}
                    columns={columns}
                    actual={actual}
                    cursor={place.row === index ? place.column : undefined}
                    from={selected ? range.left : undefined}
                    to={selected ? range.right : undefined}
                    current={isCurrent?.(row.original) ?? false}
                    picked={picking && row.getIsSelected()}
                    editing={editing?.row === index ? editing.column : undefined}
                    editor={editing?.row === index ? editing.editor : undefined}
                    label={props.rowLabel(row.original)}
                    readOnly={props.readOnly}
                    disabled={props.disabled}
                    cellState={props.cellState}
                    below={props.below}
                    measure={measure}
                    onPoint={onPoint}
                    onAgain={onAgain}
                  />
                )
              );
            })}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The focus follows the cursor where it was moved by anything but a pointer. */
function useFocus(box: React.RefObject<HTMLElement | null>, cursor: Cursor, size: Size): void {
  const { asked, place } = cursor;
  useLayoutEffect(() => {
    if (asked === 0) return;
    const cell = box.current?.querySelector<HTMLElement>(`[data-place="${place.row}:${place.column}"]`);
    // What is written in has the focus already.
    if (!cell?.hasAttribute('data-editing')) cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [box, asked, place]);

  // Where rows or columns went, the cursor is on one that is there.
  useLayoutEffect(() => {
    const row = Math.min(place.row, Math.max(size.rows - 1, 0));
    const column = Math.min(place.column, size.columns - 1);
    const had = box.current?.contains(document.activeElement) || document.activeElement === document.body;
    if (row !== place.row || column !== place.column)
      cursor.put({ row, column }, { focus: asked > 0 && had === true });
  });
}
