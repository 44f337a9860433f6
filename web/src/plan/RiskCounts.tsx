import type { Risk } from '../planner/types';
import { count } from '../ui/format';
import { Tag } from '../ui/Tag';
import classes from './PlanView.module.css';
import { RISK, RISKS } from './words';

/** `+12 −3`, and the rarer ones with their symbol. */
export function RiskCounts({ risks }: { risks: Record<Risk, number> }) {
  const present = RISKS.filter((risk) => risks[risk] > 0);
  return (
    <span className={classes.counts}>
      {present.map((risk) => {
        const { sign, word } = RISK[risk];
        return sign ? (
          <span key={risk} data-tone={risk} className={classes.count} title={`${risks[risk]} ${word}`}>
            <span aria-hidden="true">
              {sign}
              {risks[risk]}
            </span>
            <span className="rw-hidden">{`${risks[risk]} ${word}`}</span>
          </span>
        ) : (
          <span key={risk} title={RISK[risk].meaning}>
            <Tag plain words={RISK[risk]}>
              {risks[risk]}
              <span className="rw-hidden">{` ${word}`}</span>
            </Tag>
          </span>
        );
      })}
    </span>
  );
}

/** The same in words, for labels. */
export function riskWords(risks: Record<Risk, number>): string {
  const present = RISKS.filter((risk) => risks[risk] > 0);
  return present.map((risk) => `${risks[risk]} ${RISK[risk].word}`).join(', ') || count(0, 'statement');
}
