import type { MatrixRow } from '../planner/types';
import { count } from '../ui/format';
import { ScrollBox } from '../ui/ScrollBox';
import classes from './Matrix.module.css';
import { MatrixCellView } from './MatrixCellView';

/** Scope × privilege, before → after. */
export function MatrixTable({ rows, privileges, label }: Props) {
  return (
    <ScrollBox className={classes.scroll} label={label}>
      <table className={classes.matrix} data-testid="matrix">
        <caption className="rw-hidden">{label}: what the role holds before and after the plan</caption>
        <thead>
          <tr>
            <th scope="col">Scope</th>
            {privileges.map((privilege) => (
              <th key={privilege} scope="col">
                {privilege}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={`${row.database}\n${row.schema ?? ''}\n${row.kind ?? ''}`}
              className={row.schema == null ? classes.database : classes.schema}
            >
              <th scope="row">
                <Scope row={row} />
              </th>
              {row.cells.map((cell, i) => {
                const privilege = privileges[i] ?? '';
                return <MatrixCellView key={privilege} privilege={privilege} row={row} cell={cell} />;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

interface Props {
  rows: MatrixRow[];
  privileges: string[];
  label: string;
}

function Scope({ row }: { row: MatrixRow }) {
  const details = [
    row.schema == null ? undefined : count(row.relations, row.kind ?? 'relation'),
    row.in_scope ? undefined : 'in no scope',
    row.columns ? `column grants: ${row.columns.before} → ${row.columns.after}` : undefined,
  ].filter(Boolean);
  return (
    <>
      {row.schema != null && <span className="rw-hidden">{row.database}.</span>}
      <span className={classes.scope}>
        {row.schema ?? row.database}
        {row.kind != null && `, ${row.kind}s`}
      </span>
      {details.length > 0 && <span className={classes.scopeFacts}>{details.join(', ')}</span>}
    </>
  );
}
