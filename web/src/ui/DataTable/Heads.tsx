import { Icon } from '../Icon';
import type { Column } from './columns';
import classes from './DataTable.module.css';
import { Grip } from './Grip';
import { GROUP, HEAD, ROW } from './roles';
import type { Cursor } from './useCursor';
import type { useTableRows } from './useTableRows';

interface Props<Row extends object> {
  columns: readonly Column<Row>[];
  table: ReturnType<typeof useTableRows<Row>>;
  cursor: Cursor;
  onWidth(column: string, width: number | undefined): void;
}

/** The columns' names, once. They are the row above the first: Enter sorts, Shift and arrows resize. */
export function Heads<Row extends object>({ columns, table, cursor, onWidth }: Props<Row>) {
  return (
    <thead {...GROUP} className={classes.heads}>
      <tr {...ROW} aria-rowindex={1} className={classes.tracks}>
        {columns.map(({ id, head, about, sticky, tools, sortBy }, index) => {
          const sorted = sortBy ? table.getColumn(id)?.getIsSorted() : undefined;
          const at = cursor.place.row === -1 && cursor.place.column === index;
          if (tools)
            return (
              <th key={id} {...HEAD} aria-colindex={index + 1} className={classes.head}>
                <span className="rw-hidden">{head}</span>
              </th>
            );
          return (
            <th
              key={id}
              {...HEAD}
              aria-colindex={index + 1}
              aria-sort={sorted === undefined ? undefined : SORTED[`${sorted}`]}
              data-place={`-1:${index}`}
              data-sticky={sticky}
              data-sorts={sortBy && ''}
              tabIndex={at ? 0 : -1}
              title={about}
              className={classes.head}
              onMouseDown={() => cursor.put({ row: -1, column: index }, { focus: false })}
              onClick={sortBy && (() => table.getColumn(id)?.toggleSorting())}
            >
              <span className={classes.headText}>{head}</span>
              {sorted && <Icon name={sorted === 'asc' ? 'up' : 'down'} />}
              <Grip onWidth={(width) => onWidth(id, width)} />
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

const SORTED: Record<string, 'ascending' | 'descending' | 'none'> = {
  asc: 'ascending',
  desc: 'descending',
  false: 'none',
};
