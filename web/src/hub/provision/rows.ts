import type { PlanSummary } from '../../planner/types';
import type { ItemOut } from '../api/types';

/** A role that was planned, and what came of applying it. */
export interface Row {
  plan: ItemOut;
  apply?: ItemOut;
}

interface Planned {
  role_name?: string;
  summary?: PlanSummary | null;
}

/** What the planner said of a plan, where there is one. */
export function plannedOf({ result }: ItemOut): Planned {
  return (result ?? {}) as Planned;
}

interface Applied {
  plan_sid?: string;
  password_stored?: boolean;
}

/** Each plan with its apply: by the plan's session, or by the role where that is not said yet. */
export function merged(plans: ItemOut[], applies: ItemOut[]): Row[] {
  return plans.map((plan) => ({
    plan,
    apply: applies.find(
      (apply) =>
        (apply.result as Applied | null)?.plan_sid === plan.sid ||
        (apply.resource === plan.resource && apply.label === plan.label),
    ),
  }));
}

export function isReady({ plan, apply }: Row): boolean {
  const over = apply && apply.state !== 'failed' && apply.state !== 'cancelled';
  return plan.state === 'out-of-sync' && plan.sid != null && !over;
}

/** How many of them have something destructive in them. */
export function destructive(rows: readonly Row[]): number {
  return rows.filter(({ plan }) => (plannedOf(plan).summary?.risks.destructive ?? 0) > 0).length;
}

/** Whether there is a new password of it to be shown. */
export function hasPassword({ apply }: Row): boolean {
  return apply?.state === 'success' && (apply.result as Applied | null)?.password_stored === true;
}
