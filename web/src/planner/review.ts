import type { Details, PlanFailure, PlannedOn, PlanSummary } from './types';

export type Status = 'planning' | 'in-sync' | 'out-of-sync' | 'failed' | 'no-snapshot';

/** What a plan was made on. */
export interface MadeOn extends PlannedOn {
  /** The snapshot's file; absent: it was read from the cluster for this plan. */
  file?: string;
  /** The snapshot is of another resource, or of none that it names: a person said that it serves. */
  said?: boolean;
  /** It names no resource, and nobody has said. */
  unnamed?: boolean;
}

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
  readonly on?: MadeOn;
  /** The plan of an earlier text: the item is at fault as it is written now, or the planner stopped. */
  readonly stale?: boolean;
  /** The text that hashes to `summary.sql_plan_checksum`. */
  readonly sql?: string;
  /** Steps, advice, undo and matrix: asked for when they are looked at. */
  details(): Promise<Details>;
  /** The session document. */
  document(): Promise<string>;
}
