import type { Details, PlanFailure, PlanSummary } from './types';

export type Status = 'planning' | 'in-sync' | 'out-of-sync' | 'failed' | 'no-snapshot';

/** One role under review, wherever it comes from: the worker, or a report's own data. */
export interface ReviewSource {
  /** Another value whenever the plan is another one. */
  readonly id: string;
  /** `analytics/ro` */
  readonly role: string;
  readonly roleName: string;
  readonly resource: string;
  readonly status: Status;
  readonly summary?: PlanSummary;
  readonly failure?: PlanFailure;
  /** The text that hashes to `summary.sql_plan_checksum`. */
  readonly sql?: string;
  /** Steps, advice, undo and matrix: asked for when they are looked at. */
  details(): Promise<Details>;
  /** The session document. */
  document(): Promise<string>;
}
