import { createStore } from '../base/store';
import type { ReviewSource, Status } from '../planner/review';
import type { Desired, DesiredItem } from '../planner/types';
import { ask } from './client';
import { pick } from './pick';
import type { PlannedRole, Report, Selection, Standing } from './protocol';

export interface Planning {
  desired: Desired;
  reviews: ReviewSource[];
  selection?: Selection;
  selected?: ReviewSource;
  stale: boolean;
  /** Roles that are still to be planned. */
  waiting: number;
}

export const planningStore = createStore<Planning>({
  desired: { items: [], problems: [] },
  reviews: [],
  stale: false,
  waiting: 0,
});

/** What is known of the plans in the list, so that the worker sends each only once. */
let plans = new Map<number, PlannedRole>();
let sources = new Map<string, ReviewSource>();

export function select(roleName: string): void {
  planningStore.set((now) => {
    const item = now.desired.items.find((item) => item.role_name === roleName);
    return item ? withSelected({ ...now, selection: { roleName, number: item.number } }) : now;
  });
}

export function restoreSelection(selection: Selection | undefined): void {
  planningStore.set((now) => ({ ...now, selection }));
}

/** Takes in a whole new list. */
export function revised(report: Extract<Report, { kind: 'revised' }>): void {
  const known = plans;
  plans = new Map(report.planned.map((role) => [role.id, role]));
  const before = sources;
  sources = new Map();
  const { items, problems } = report.desired;
  const reviews = items.map((item, index) => {
    const standing = report.standings[index] ?? 'planning';
    const role = typeof standing === 'number' ? (plans.get(standing) ?? known.get(standing)) : undefined;
    if (role) plans.set(role.id, role);
    return keep(before, source(item, role ?? standing));
  });
  planningStore.set((now) =>
    withSelected({
      ...now,
      desired: report.desired,
      reviews,
      stale: problems.length > 0,
      waiting: report.standings.filter((standing) => standing === 'planning').length,
    }),
  );
}

/** Takes in plans that came after the list. */
export function planned(report: Extract<Report, { kind: 'planned' }>): void {
  planningStore.set((now) => {
    const reviews = [...now.reviews];
    for (const [index, role] of report.planned) {
      const item = now.desired.items[index];
      if (!item) continue;
      plans.set(role.id, role);
      reviews[index] = keep(sources, source(item, role));
    }
    return withSelected({ ...now, reviews, waiting: now.waiting - report.planned.length });
  });
}

function withSelected(planning: Planning): Planning {
  const index = pick(planning.desired.items, planning.selection);
  const item = planning.desired.items[index];
  // An empty list forgets nobody: the text may be half-way through a change.
  const selection = item ? { roleName: item.role_name, number: item.number } : planning.selection;
  return { ...planning, selection, selected: planning.reviews[index] };
}

/** The object of before where nothing changed: a row of the list is then not rendered again. */
function keep(before: Map<string, ReviewSource>, next: ReviewSource): ReviewSource {
  const old = before.get(next.roleName);
  const kept = old && old.id === next.id && old.role === next.role ? old : next;
  sources.set(kept.roleName, kept);
  return kept;
}

function source({ item, role_name }: DesiredItem, role: PlannedRole | Standing): ReviewSource {
  const common = {
    role: `${item.resource_name}/${item.role}`,
    roleName: role_name,
    resource: item.resource_name,
  };
  if (typeof role !== 'object') {
    const unplanned = () => Promise.reject(new Error(`${common.role} is not planned yet.`));
    const status: Status = role === 'no-snapshot' ? 'no-snapshot' : 'planning';
    return { ...common, id: `${status} ${role_name}`, status, details: unplanned, document: unplanned };
  }
  const { id, summary, failure, sql } = role;
  return {
    ...common,
    id: `${id}`,
    status: summary?.status ?? 'failed',
    summary,
    failure,
    sql,
    details: once(() => ask('details', id)),
    document: once(() => ask('document', id, sessionId())),
  };
}

/** The same answer for the same plan: a session document has one session id. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** A UUID v4; `crypto.randomUUID` is missing where the page is served by plain http. */
function sessionId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
