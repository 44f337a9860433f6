import { memo, useMemo, useState } from 'react';
import type { Matrix, MatrixRow } from '../planner/types';
import { count } from '../ui/format';
import { Icon } from '../ui/Icon';
import { Pager } from '../ui/Pager';
import { usePage } from '../ui/usePage';
import classes from './Matrix.module.css';
import { MatrixTable } from './MatrixTable';
import { changes } from './matrixWords';

const PAGE = 150;

export const Changes = memo(function Changes({ matrix }: { matrix: Matrix }) {
  const changed = useMemo(() => onlyChanges(matrix.rows), [matrix]);
  const [only, setOnly] = useState(false);
  const rows = only ? changed : matrix.rows;
  const { from, to, move } = usePage(rows.length, PAGE, `${only}`);
  const shown = useMemo(() => rows.slice(from, to), [rows, from, to]);
  if (matrix.rows.length === 0)
    return <p className={classes.none}>The plan is about no database and no schema.</p>;
  return (
    <div className={classes.changes}>
      <div className={classes.tools}>
        <label className={classes.only}>
          <input type="checkbox" checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} />
          Only what changes
        </label>
        <span className={classes.total} role="status">
          {count(rows.length, 'row')}
        </span>
        <Legend />
      </div>
      <Pager from={from} size={PAGE} total={rows.length} what="rows" onMove={move} />
      {rows.length === 0 ? (
        <p className={classes.none}>No privilege on a database, schema or relation changes.</p>
      ) : (
        <MatrixTable rows={shown} privileges={matrix.privileges} label="Privileges by scope" />
      )}
    </div>
  );
});

/** With the row of the database a schema is in: it says where the schema is. */
function onlyChanges(rows: MatrixRow[]): MatrixRow[] {
  const databases = new Set(rows.filter(changes).map((row) => row.database));
  return rows.filter((row) => changes(row) || (row.schema == null && databases.has(row.database)));
}

function Legend() {
  return (
    <ul className={classes.legend} aria-label="Legend">
      <li className={classes.gained}>
        <Icon name="plus" /> gained
      </li>
      <li className={classes.lost}>
        <Icon name="minus" /> lost
      </li>
      <li>
        <b>3/40</b> on 3 of 40 objects
      </li>
      <li>
        <span className={classes.desired}>◆</span> asked for
      </li>
      <li>
        <span className={classes.via}>PUBLIC</span> reaches it that way too: the plan leaves that alone
      </li>
    </ul>
  );
}
