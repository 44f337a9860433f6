import type { PlanSummary } from '../planner/types';
import { Checksum } from './Checksum';
import classes from './PlanView.module.css';

/** What tells this plan from any other; one line until it is wanted. */
export function Checksums({ summary, open }: { summary: PlanSummary; open?: boolean }) {
  return (
    <details open={open}>
      <summary>Checksums</summary>
      <dl className={classes.checksums}>
        <Checksum name="sql_plan_checksum" value={summary.sql_plan_checksum} />
        <Checksum name="state_checksum" value={summary.state_checksum} />
      </dl>
    </details>
  );
}
