import { createStore, type Readable } from '../base/store';
import type { ReviewSource } from '../planner/review';
import type { Desired, DesiredItem } from '../planner/types';
import type { Ask } from './client';
import { pick } from './pick';
import type { PlannedRole, Report, Selection, Standing } from './protocol';
import type { LoadedSnapshot } from './snapshot';
import { sameOn, sourceOf } from './source';

/** The plans of the last sound items. */
export interface Planning {
  desired: Desired;
  reviews: ReviewSource[];
  selection?: Selection;
  selected?: ReviewSource;
  /** Roles that are still to be planned. */
  waiting: number;
}

export interface Reviews extends Readable<Planning> {
  select(roleName: string): void;
  /** Of a role that may not be in the list yet. */
  prefer(selection: Selection | undefined): void;
  /** Takes in a whole new list. */
  revised(report: Extract<Report, { kind: 'revised' }>): void;
  /** Takes in plans that came after the list. */
  planned(report: Extract<Report, { kind: 'planned' }>): void;
  /** The planner stopped: all plans are of an earlier text. */
  markStale(): void;
}

export function createReviews(
  ask: Ask,
  selection: Selection | undefined,
  snapshotOf: (id: string) => LoadedSnapshot | undefined,
): Reviews {
  const store = createStore<Planning>({
    desired: { items: [], problems: [] },
    reviews: [],
    selection,
    waiting: 0,
  });
  /** What is known of the plans in the list, so that the worker sends each only once. */
  let plans = new Map<number, PlannedRole>();
  let sources = new Map<string, ReviewSource>();

  /** The object of before where nothing changed: a row of the list is then not rendered again. */
  const keep = (
    before: Map<string, ReviewSource>,
    item: DesiredItem,
    role: PlannedRole | Standing,
    stale: boolean,
  ) => {
    const on = typeof role === 'object' ? snapshotOf(role.snapshotId) : undefined;
    const next = { ...sourceOf(item, role, on, ask), stale };
    const old = before.get(next.roleName);
    const same =
      old && old.id === next.id && old.role === next.role && old.stale === stale && sameOn(old.on, next.on);
    const kept = same ? old : next;
    sources.set(kept.roleName, kept);
    return kept;
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    select: (roleName) =>
      store.set((now) => {
        const item = now.desired.items.find((item) => item.role_name === roleName);
        return item ? withSelected({ ...now, selection: { roleName, number: item.number } }) : now;
      }),
    prefer: (selection) => store.set((now) => ({ ...now, selection })),
    markStale: () =>
      store.set((now) =>
        withSelected({ ...now, reviews: now.reviews.map((review) => ({ ...review, stale: true })) }),
      ),

    revised({ desired, old, planned, standings }) {
      const known = plans;
      plans = new Map(planned.map((role) => [role.id, role]));
      const before = sources;
      const stale = new Set(old);
      sources = new Map();
      const reviews = desired.items.map((item, index) => {
        const standing = standings[index] ?? 'planning';
        const role = typeof standing === 'number' ? (plans.get(standing) ?? known.get(standing)) : undefined;
        if (role) plans.set(role.id, role);
        return keep(before, item, role ?? standing, stale.has(index));
      });
      const waiting = standings.filter((standing) => standing === 'planning').length;
      store.set((now) =>
        withSelected({ ...now, desired: withProblems(desired, now.desired), reviews, waiting }),
      );
    },

    planned({ planned }) {
      store.set((now) => {
        const reviews = [...now.reviews];
        for (const [index, role] of planned) {
          const item = now.desired.items[index];
          if (!item) continue;
          plans.set(role.id, role);
          reviews[index] = keep(sources, item, role, reviews[index]?.stale ?? false);
        }
        return withSelected({ ...now, reviews, waiting: now.waiting - planned.length });
      });
    },
  };
}

function withSelected(planning: Planning): Planning {
  const index = pick(planning.desired.items, planning.selection);
  const item = planning.desired.items[index];
  // An empty list forgets nobody: the text may be half-way through a change.
  const selection = item ? { roleName: item.role_name, number: item.number } : planning.selection;
  return { ...planning, selection, selected: planning.reviews[index] };
}

/** Without faults, the same empty list as before: what shows faults has nothing new to show. */
function withProblems(desired: Desired, before: Desired): Desired {
  const none = desired.problems.length === 0 && before.problems.length === 0;
  return none ? { ...desired, problems: before.problems } : desired;
}
