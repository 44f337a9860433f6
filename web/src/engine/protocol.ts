import type {
  Answers,
  Desired,
  Details,
  Found,
  Graph,
  Item,
  Names,
  PlanFailure,
  PlanSummary,
  Problem,
  Question,
  Reach,
  SnapshotSummary,
  Table,
} from '../planner/types';
import type { Bound, Word } from './serving';

export type Format = 'yaml' | 'csv';
export type View = 'grid' | 'yaml' | 'csv';

/** A role by name; by its place where the name has just been changed. */
export interface Selection {
  roleName: string;
  number: number;
}

/** The desired text as it is now. A newer one supersedes it, wherever the worker is. */
export interface Revision {
  revision: number;
  format: Format;
  text: string;
  /** The role that is looked at: planned first. */
  selected?: Selection;
  /** The view that is looked at: the one that is derived from the items. */
  view: View;
}

export type Request =
  | ({ kind: 'open'; id: string; blob: Blob } & Bound)
  | { kind: 'bind'; id: string; word?: Word }
  | { kind: 'close'; id: string }
  | ({ kind: 'revise' } & Revision)
  | { kind: 'ask'; call: number; name: AskName; args: unknown[] };

/** What came of one role. */
export interface PlannedRole {
  /** The same for the same item on the same snapshot. */
  id: number;
  snapshotId: string;
  summary?: PlanSummary;
  failure?: PlanFailure;
  sql?: string;
}

/** Where an item stands: planned as `id`, still to be planned, or without a snapshot to plan on. */
export type Standing = number | 'planning' | 'no-snapshot';

/** A view of the items in a format that is not the text's own. */
export type Derived = { view: 'yaml' | 'csv'; text: string } | { view: 'grid'; table: Table };

export type Report =
  | { kind: 'ready'; version: string }
  | { kind: 'opened'; id: string; summary: SnapshotSummary; names: Names; fingerprint: string }
  | { kind: 'refused'; id: string; problem: Problem }
  | {
      kind: 'revised';
      revision: number;
      desired: Desired;
      /** The indexes of the items that are at fault now, and stand here as they last were. */
      old: number[];
      standings: Standing[];
      planned: PlannedRole[];
    }
  | { kind: 'planned'; revision: number; planned: [index: number, role: PlannedRole][] }
  | { kind: 'derived'; revision: number; derived: Derived }
  | { kind: 'answer'; call: number; value: unknown }
  | { kind: 'refusal'; call: number; problem: Problem }
  | { kind: 'trapped'; during: Trapped; message: string };

/** What was being done when the planner gave up. */
export type Trapped = { doing: 'load' | 'revise' | 'ask' } | { doing: 'open'; id: string };

export interface PlanAnswer {
  summary?: PlanSummary;
  failure?: PlanFailure;
  sql: string;
  details?: Details;
}

/** Questions that are answered on demand. */
export interface Asks {
  plan(item: Item, snapshotId: string): PlanAnswer;
  graph(roleName: string): Graph;
  /** The objects of a role's cluster that are called something like that. */
  find(roleName: string, text: string): Found;
  /** Who reaches an object, on either side of a role's plan. */
  reach(roleName: string, object: string): Reach | Problem;
  details(planId: number): Details;
  document(planId: number, sid: string): string;
  explain(question: Question, moment: 'before' | 'after', snapshotId?: string): Answers | Problem;
  readYaml(text: string): Desired;
  readCsv(text: string): Desired;
  writeYaml(items: Item[]): string;
  writeCsv(items: Item[]): string;
  writeTable(table: Table): string;
}
export type AskName = keyof Asks;
