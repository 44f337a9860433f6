import { memo, useMemo, useState } from 'react';
import type { Details, MatrixRow } from '../planner/types';
import { count } from '../ui/format';
import { Icon } from '../ui/Icon';
import { Pager } from '../ui/Pager';
import { usePage } from '../ui/usePage';
import classes from './Matrix.module.css';
import { MatrixTable } from './MatrixTable';
import { changes } from './matrixWords';
import { RoleChanges } from './RoleChanges';
import { Statement } from './Statement';
import statements from './Statements.module.css';

const PAGE = 150;

/** Everything that changes, what passes over privileges first; what stays is shown when it is asked for. */
export const Changes = memo(function Changes({ details, role }: { details: Details; role: string }) {
  const { matrix } = details;
  const changed = useMemo(() => onlyChanges(matrix.rows), [matrix]);
  const [only, setOnly] = useState(true);
  const rows = only ? changed : matrix.rows;
  const { from, to, move } = usePage(rows.length, PAGE, `${only}`);
  const shown = useMemo(() => rows.slice(from, to), [rows, from, to]);
  return (
    <div className={classes.changes} data-testid="changes">
      <div className={classes.tools}>
        <label className={classes.only}>
          <input type="checkbox" checked={only} onChange={(event) => setOnly(event.currentTarget.checked)} />
          Only what changes
        </label>
        <span className={classes.total} role="status">
          {count(rows.length, 'scope')}
        </span>
        <Legend />
      </div>
      {details.steps.length === 0 && only && (
        <p className={classes.none}>Nothing changes: the role is as desired.</p>
      )}
      <RoleChanges of={details.role} role={role} only={only} />
      <Others details={details} />
      <Pager from={from} size={PAGE} total={rows.length} what="rows" onMove={move} />
      {rows.length === 0 && details.steps.length > 0 && (
        <p className={classes.none}>No privilege on a database, schema or relation changes.</p>
      )}
      {rows.length > 0 && (
        <MatrixTable rows={shown} privileges={matrix.privileges} label="Privileges by scope" />
      )}
    </div>
  );
});

/** Statements that are in no table: a password, the right to pass a privilege on. */
export function Others({ details, whole }: { details: Details; whole?: boolean }) {
  const { role, steps } = details;
  if (role.others.length === 0) return null;
  return (
    <section aria-label="Other statements">
      <h3 className={classes.heading}>Other statements</h3>
      <ol className={statements.list}>
        {role.others.map((number) => {
          const step = steps[number - 1];
          return step && <Statement key={number} step={step} number={number} whole={whole} />;
        })}
      </ol>
    </section>
  );
}

/** With the row of the database a schema is in: it says where the schema is. */
export function onlyChanges(rows: MatrixRow[]): MatrixRow[] {
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
