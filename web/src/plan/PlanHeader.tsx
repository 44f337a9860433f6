import type { ReviewSource } from '../planner/review';
import type { Details } from '../planner/types';
import { count } from '../ui/format';
import { Tag } from '../ui/Tag';
import { Checksum } from './Checksum';
import classes from './PlanView.module.css';
import { RiskCounts } from './RiskCounts';
import type { Loaded } from './useDetails';
import { STATUS } from './words';

export function PlanHeader({ source, details, stale }: Props) {
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
      </div>
      {summary && (
        <dl className={classes.checksums}>
          <Checksum name="sql_plan_checksum" value={summary.sql_plan_checksum} />
          <Checksum name="state_checksum" value={details.old ? undefined : details.value?.state_checksum} />
        </dl>
      )}
    </header>
  );
}

interface Props {
  source: ReviewSource;
  details: Loaded<Details>;
  stale?: boolean;
}
