import type { PlanSummary } from '../planner/types';
import { count } from '../ui/format';
import { Tag } from '../ui/Tag';
import classes from './PlanView.module.css';
import { RISK, RISKS } from './words';

/** What is destructive first and loud; `+12 −3`; and a password with its symbol. */
export function RiskCounts({ summary }: { summary: PlanSummary }) {
  const { risks, dangers } = summary;
  const present = RISKS.filter((risk) => risks[risk] > 0).toReversed();
  return (
    <span className={classes.counts}>
      {present.map((risk) => {
        const { sign, word, meaning } = RISK[risk];
        const grave = risk === 'destructive';
        const title = grave
          ? dangers.map(({ what }) => what).join('; ')
          : sign
            ? `${risks[risk]} ${word}`
            : meaning;
        return sign ? (
          <span key={risk} data-tone={risk} className={classes.count} title={title}>
            <span aria-hidden="true">
              {sign}
              {risks[risk]}
            </span>
            <span className="rw-hidden">{`${risks[risk]} ${word}`}</span>
          </span>
        ) : (
          <span key={risk} title={title} data-risk={risk}>
            <Tag plain={!grave} loud={grave} words={RISK[risk]}>
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
export function riskWords({ risks, dangers }: PlanSummary): string {
  const present = RISKS.filter((risk) => risks[risk] > 0).toReversed();
  const words = present.map((risk) => `${risks[risk]} ${RISK[risk].word}`);
  return [...dangers.map(({ what }) => what), ...words].join(', ') || count(0, 'statement');
}
