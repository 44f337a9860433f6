import { useId } from 'react';
import type { Risk } from '../planner/types';
import { number } from '../ui/format';
import { Icon } from '../ui/Icon';
import classes from './Statements.module.css';
import { RISK, RISKS } from './words';

/** One choice: all statements, or only those of one risk. */
export function RiskFilter({ counts, total, value, onChange }: Props) {
  const name = useId();
  const offered = RISKS.filter(
    (risk) => risk === 'grants' || risk === 'revokes' || counts[risk] > 0 || risk === value,
  );
  return (
    <fieldset className={classes.risks}>
      <legend className="rw-hidden">Which statements</legend>
      <label className={classes.choice}>
        <input type="radio" name={name} checked={value === undefined} onChange={() => onChange(undefined)} />
        <span>All {number(total)}</span>
      </label>
      {offered.map((risk) => (
        <label key={risk} className={classes.choice} data-tone={RISK[risk].tone} title={RISK[risk].meaning}>
          <input type="radio" name={name} checked={value === risk} onChange={() => onChange(risk)} />
          <span>
            <Icon name={RISK[risk].icon} /> Only {RISK[risk].word} {number(counts[risk])}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface Props {
  counts: Record<Risk, number>;
  total: number;
  value: Risk | undefined;
  onChange(risk: Risk | undefined): void;
}
