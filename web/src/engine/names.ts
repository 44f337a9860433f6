import type { Names } from '../planner/types';
import { serving } from './serving';
import type { SnapshotState } from './snapshots';

/** What completion offers for a resource: what is on the snapshot that it is planned on. */
export function namesFor(
  { loaded, names }: SnapshotState,
  resources: Iterable<string>,
  resource: string | undefined,
): Names | undefined {
  const found =
    resource === undefined ? loaded.at(-1) : serving(loaded, [...resources, resource]).get(resource);
  return found && names[found.id];
}
