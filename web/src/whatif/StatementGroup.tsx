import { Statement } from '../plan/Statement';
import statements from '../plan/Statements.module.css';
import type { StepRecord } from '../planner/types';
import { count } from '../ui/format';
import { Pager } from '../ui/Pager';
import { usePage } from '../ui/usePage';
import classes from './WhatIf.module.css';

const PAGE = 50;

export function StatementGroup({
  title,
  steps,
  open,
}: {
  title: string;
  steps: StepRecord[];
  open?: boolean;
}) {
  const { from, to, move } = usePage(steps.length, PAGE, title);
  if (steps.length === 0) return <p className={classes.none}>{title}: no statement</p>;
  return (
    <details className={classes.group} open={open}>
      <summary>
        {title}: {count(steps.length, 'statement')}
      </summary>
      <Pager
        from={from}
        size={PAGE}
        total={steps.length}
        what={`statements, ${title.toLowerCase()}`}
        onMove={move}
      />
      <ol className={statements.list}>
        {steps.slice(from, to).map((step, i) => (
          <Statement key={`${step.database} ${step.sql}`} step={step} number={from + i + 1} />
        ))}
      </ol>
    </details>
  );
}
