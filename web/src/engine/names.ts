import type { Names } from '../planner/types';
import { snapshotStore } from './snapshots';

/** What completion offers for a resource: as the worker, its own snapshot or else one for every resource. */
export function namesFor(resource: string | undefined): Names | undefined {
  const { loaded, names } = snapshotStore.get();
  const found =
    loaded.findLast((snapshot) => snapshot.resource === resource && resource !== undefined) ??
    loaded.findLast((snapshot) => snapshot.resource === undefined) ??
    (resource === undefined ? loaded.at(-1) : undefined);
  return found && names[found.id];
}
