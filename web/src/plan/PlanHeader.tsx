import type { ReactNode } from 'react';
import type { ReviewSource } from '../planner/review';
import type { Piece } from '../planner/types';
import { count } from '../ui/format';
import { Tag } from '../ui/Tag';
import { MadeOnLine } from './MadeOnLine';
import classes from './PlanView.module.css';
import { RiskCounts } from './RiskCounts';
import { Sentence } from './Sentence';
import { STATUS } from './words';

export function PlanHeader({ source, sentence, old, paper, children }: Props) {
  const { role, roleName, resource, status, summary, on } = source;
  return (
    <header className={classes.header}>
      <div className={classes.title}>
        <h2>{roleName}</h2>
        <Tag words={STATUS[status]} />
      </div>
      <div className={classes.facts}>
        <span>{role}</span>
        {summary && <span>{count(summary.statements, 'statement')}</span>}
        {summary && <RiskCounts summary={summary} />}
        {source.stale && (
          <Tag words={{ word: '', icon: 'clock', tone: 'stale' }}>plan of the last text without faults</Tag>
        )}
        {children}
      </div>
      {on && <MadeOnLine resource={resource} on={on} paper={paper} />}
      {summary && <Sentence pieces={sentence} old={old} />}
    </header>
  );
}

interface Props {
  source: ReviewSource;
  /** Of the plan's details, once they are there. */
  sentence?: Piece[];
  /** The sentence is of an earlier plan. */
  old?: boolean;
  paper?: boolean;
  /** What else is to be known, a word each until somebody opens it. */
  children?: ReactNode;
}
