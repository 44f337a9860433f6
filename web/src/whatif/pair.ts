import type { LoadedSnapshot } from '../engine/snapshots';

/** Of one cluster: it has its own identifier, and one that was restored elsewhere still serves its resource. */
export function sameCluster(a: LoadedSnapshot, b: LoadedSnapshot): boolean {
  return (
    a.summary.system_identifier === b.summary.system_identifier ||
    (a.resource !== undefined && a.resource === b.resource)
  );
}

/** Whom a snapshot is compared with at first: the newest of its own cluster, or else the newest. */
export function partnerOf(snapshot: LoadedSnapshot, all: LoadedSnapshot[]): LoadedSnapshot | undefined {
  const others = newestFirst(all.filter(({ id }) => id !== snapshot.id));
  return others.find((other) => sameCluster(snapshot, other)) ?? others[0];
}

/** What is compared at first: the newest two of one cluster, or else the newest two; the older one as A. */
export function firstPair(all: LoadedSnapshot[]): [a?: LoadedSnapshot, b?: LoadedSnapshot] {
  const sorted = newestFirst(all);
  const newest =
    sorted.find((one, at) => sorted.slice(at + 1).some((other) => sameCluster(one, other))) ?? sorted[0];
  const partner = newest && partnerOf(newest, all);
  return [partner, newest];
}

/** By when they were taken; where that is not known or the same, by when they were added. */
function newestFirst(all: LoadedSnapshot[]): LoadedSnapshot[] {
  const taken = ({ summary }: LoadedSnapshot) => Date.parse(summary.taken_at ?? '') || 0;
  return all.toSorted((a, b) => taken(b) - taken(a) || Number(b.id) - Number(a.id));
}
