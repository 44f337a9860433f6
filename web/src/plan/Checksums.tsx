import type { Details, PlanSummary } from '../planner/types';
import { Checksum } from './Checksum';
import classes from './PlanView.module.css';
import type { Loaded } from './useDetails';

/** What tells this plan from any other; one line until it is wanted. */
export function Checksums({ summary, details, open }: Props) {
  return (
    <details open={open}>
      <summary>Checksums</summary>
      <dl className={classes.checksums}>
        <Checksum name="sql_plan_checksum" value={summary.sql_plan_checksum} />
        <Checksum name="state_checksum" value={details.old ? undefined : details.value?.state_checksum} />
      </dl>
    </details>
  );
}

interface Props {
  summary: PlanSummary;
  /** They have the checksum of what is there. */
  details: Loaded<Details>;
  open?: boolean;
}
