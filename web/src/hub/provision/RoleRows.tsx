import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { RiskCounts } from '../../plan/RiskCounts';
import { Tag } from '../../ui/Tag';
import { ShowPassword } from '../sessions/ShowPassword';
import { stateWords } from '../words';
import classes from './Provision.module.css';
import { hasPassword, isReady, plannedOf, type Row } from './rows';

interface Props {
  rows: Row[];
  chosen?: Row;
  onChoose(row: Row): void;
  onApply(row: Row): void;
}

/** Every role with how it stands, and why it failed where it did. */
export function RoleRows({ rows, chosen, onChoose, onApply }: Props) {
  return (
    <div className={classes.scroll}>
      <table className={classes.rows} aria-label="Roles">
        <thead>
          <tr>
            <th scope="col">Role</th>
            <th scope="col">Change</th>
            <th scope="col">Status</th>
            <th scope="col">Session</th>
            <th scope="col">
              <span className="rw-hidden">Apply</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <RoleRow
              key={row.plan.number}
              row={row}
              chosen={row === chosen}
              onChoose={() => onChoose(row)}
              onApply={() => onApply(row)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RoleRow({ row, chosen, onChoose, onApply }: Omit<Props, 'rows' | 'chosen'> & OneRow) {
  const { plan, apply } = row;
  const { role_name: roleName, summary } = plannedOf(plan);
  const shown = apply ?? plan;
  return (
    <tr aria-current={chosen || undefined}>
      <th scope="row">
        <button type="button" className={classes.choose} onClick={() => onChoose(row)}>
          {plan.resource}/{plan.label}
        </button>
        {roleName && <code className={classes.name}>{roleName}</code>}
        {shown.state === 'failed' || shown.state === 'stale' ? (
          <span role="alert" className={classes.why}>
            {shown.message}
          </span>
        ) : null}
      </th>
      <td>{summary && <RiskCounts summary={summary} />}</td>
      <td>
        <Tag words={stateWords(shown.state, apply ? 'apply' : 'plan')} />
      </td>
      <td>
        {shown.sid && (
          <Link to="/sessions/$sid" params={{ sid: shown.sid }}>
            View session
          </Link>
        )}
      </td>
      <td>
        {isReady(row) && !(summary && summary.risks.destructive > 0) && (
          <Button size="compact-xs" variant="default" onClick={() => onApply(row)}>
            Apply
          </Button>
        )}
        {hasPassword(row) && shown.sid && <ShowPassword sid={shown.sid} />}
      </td>
    </tr>
  );
}

interface OneRow {
  row: Row;
  chosen: boolean;
}
