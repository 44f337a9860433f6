import { useStore } from '../base/store';
import { ask as askWorker } from '../engine/client';
import type { PlanAnswer } from '../engine/protocol';
import { planningStore, select } from '../engine/reviews';
import { snapshotStore } from '../engine/snapshots';
import type { ReviewSource } from '../planner/review';
import type { Answers, Desired, Graph, Item, Problem, Question, SnapshotSummary } from '../planner/types';

export interface LoadedSnapshot {
  id: string;
  name: string;
  /** The resource it is bound to; absent: every resource. */
  resource?: string;
  summary: SnapshotSummary;
  fingerprint?: string;
}

export interface Reviews {
  reviews: ReviewSource[];
  selected?: ReviewSource;
  select(roleName: string): void;
  /** The desired text has faults: the plans are of the last sound state. */
  stale: boolean;
}

export function useReviews(): Reviews {
  return useStore(planningStore, ({ reviews, selected, stale }) => ({ reviews, selected, stale, select }));
}

export function useSnapshots(): { snapshots: LoadedSnapshot[] } {
  return useStore(snapshotStore, ({ loaded }) => ({ snapshots: loaded }));
}

/** The last sound items, and what is wrong with the text. */
export function useDesired(): { desired: Desired } {
  return useStore(planningStore, ({ desired }) => ({ desired }));
}

/** Calls into the worker. They reject with an Error that says what to do. */
export const ask = {
  plan: (item: Item, snapshotId: string): Promise<PlanAnswer> => askWorker('plan', item, snapshotId),
  graph: (roleName: string): Promise<Graph> => askWorker('graph', roleName),
  /** `after`: when the plan of the role in question is applied, or else of the selected one. */
  explain: (
    question: Question,
    moment: 'before' | 'after',
    snapshotId?: string,
  ): Promise<Answers | Problem> => askWorker('explain', question, moment, snapshotId),
  readYaml: (text: string): Promise<Desired> => askWorker('readYaml', text),
};
