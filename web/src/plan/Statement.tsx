import { memo, useState } from 'react';
import type { StepRecord } from '../planner/types';
import { count } from '../ui/format';
import { Tag } from '../ui/Tag';
import sqlClasses from './SqlText.module.css';
import classes from './Statements.module.css';
import { kindOf } from './sqlBlocks';
import { RISK } from './words';

const LONG = 700;

/** `whole`: on paper nobody can ask for the rest. */
export const Statement = memo(function Statement({ step, number, whole }: Props) {
  const [all, setAll] = useState(false);
  const { sql, reason, risk, phase, database, acting_as } = step;
  const shown = all || whole || sql.length <= LONG ? sql : `${sql.slice(0, LONG)}…`;
  return (
    <li className={classes.statement} data-tone={RISK[risk].tone}>
      <div className={classes.meta}>
        <span className={classes.number}>{number}</span>
        <Tag words={RISK[risk]} loud={risk === 'destructive'} />
        {database && (
          <span>
            in <code>{database}</code>
          </span>
        )}
        {acting_as && (
          <span>
            acting as <code>{acting_as}</code>
          </span>
        )}
        <span className={classes.phase}>phase: {phase.replaceAll('_', ' ')}</span>
      </div>
      <pre className={`${classes.sql} ${sqlClasses[risk === 'destructive' ? risk : kindOf(sql)]}`}>
        {shown}
      </pre>
      {shown !== sql && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          Show all {count(sql.length, 'character')}
        </button>
      )}
      <p className={classes.reason}>{reason}</p>
    </li>
  );
});

interface Props {
  step: StepRecord;
  number: number;
  whole?: boolean;
}
