import type { ReactNode } from 'react';
import type { ReviewSource } from '../planner/review';
import { count } from '../ui/format';
import { Tag } from '../ui/Tag';
import classes from './PlanView.module.css';
import { RiskCounts } from './RiskCounts';
import { STATUS } from './words';

export function PlanHeader({ source, stale, children }: Props) {
  const { role, roleName, status, summary } = source;
  return (
    <header className={classes.header}>
      <div className={classes.title}>
        <h2>{roleName}</h2>
        <Tag words={STATUS[status]} />
      </div>
      <div className={classes.facts}>
        <span>{role}</span>
        {summary && <span>{count(summary.statements, 'statement')}</span>}
        {summary && <RiskCounts risks={summary.risks} />}
        {stale && (
          <Tag words={{ word: '', icon: 'clock', tone: 'stale' }}>plan of the last text without faults</Tag>
        )}
        {children}
      </div>
    </header>
  );
}

interface Props {
  source: ReviewSource;
  stale?: boolean;
  /** What else is to be known, a word each until somebody opens it. */
  children?: ReactNode;
}
