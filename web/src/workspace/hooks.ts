import { useCallback, useMemo } from 'react';
import { namesFor } from '../engine/names';
import type { Format } from '../engine/protocol';
import { serving } from '../engine/serving';
import type { LoadedSnapshot } from '../engine/snapshots';
import type { ReviewSource } from '../planner/review';
import type { Desired, Names, Problem } from '../planner/types';
import { useStore } from '../ui/useStore';
import { useWorkspace } from './context';

export interface Reviews {
  reviews: ReviewSource[];
  selected?: ReviewSource;
  select(roleName: string): void;
}

export function useReviews(): Reviews {
  const { planning } = useWorkspace();
  const { select } = planning;
  return useStore(planning, ({ reviews, selected }) => ({ reviews, selected, select }));
}

export function useSnapshots(): LoadedSnapshot[] {
  return useStore(useWorkspace().snapshots, ({ loaded }) => loaded);
}

/** The last sound items, and what is wrong with the text. */
export function useDesired(): Desired {
  return useStore(useWorkspace().planning, ({ desired }) => desired);
}

/** What is wrong with the text, which is in `format`. */
export function useProblems(): { format: Format; problems: Problem[]; blank: boolean } {
  const { desired, planning } = useWorkspace();
  const { format, blank } = useStore(desired, ({ history: { now } }) => ({
    format: now.format,
    blank: now.text.trim() === '',
  }));
  const problems = useStore(planning, ({ desired }) => desired.problems);
  return { format, problems, blank };
}

/** What completion offers for a resource, as it is when it is asked for. */
export function useNames(): (resource: string | undefined) => Names | undefined {
  const { snapshots, planning } = useWorkspace();
  return useCallback(
    (resource) => namesFor(snapshots.get(), resourcesOf(planning.get().desired), resource),
    [snapshots, planning],
  );
}

/** Which snapshot each resource of the roles is planned on. */
export function useServing(): Map<string, LoadedSnapshot> {
  const loaded = useSnapshots();
  const desired = useDesired();
  return useMemo(() => serving(loaded, resourcesOf(desired)), [loaded, desired]);
}

export function resourcesOf({ items }: Desired): Set<string> {
  return new Set(items.map(({ item }) => item.resource_name));
}
