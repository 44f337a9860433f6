import { useStore } from '../base/store';
import { planningStore } from '../engine/reviews';
import { bindSnapshot, snapshotStore } from '../engine/snapshots';
import type { LoadedSnapshot } from '../workspace/hooks';
import classes from './Catalog.module.css';

/** Which resource's roles are planned on the snapshot. */
export function Binding({ snapshot }: { snapshot: LoadedSnapshot }) {
  const items = useStore(planningStore, ({ desired }) => desired.items);
  const others = useStore(snapshotStore, ({ loaded }) => loaded);
  const resources = new Set(items.map(({ item }) => item.resource_name));
  if (snapshot.resource !== undefined) resources.add(snapshot.resource);
  const later = others.slice(others.indexOf(snapshot) + 1);
  const shadowed = later.some(({ resource }) => resource === snapshot.resource);
  return (
    <>
      {shadowed && <span className={classes.quiet}>not used: a later one is for the same</span>}
      <label className={classes.binding}>
        for{' '}
        <select
          value={snapshot.resource ?? ''}
          onChange={(event) => bindSnapshot(snapshot.id, event.currentTarget.value || undefined)}
        >
          <option value="">every resource</option>
          {[...resources].sort().map((resource) => (
            <option key={resource}>{resource}</option>
          ))}
        </select>
      </label>
    </>
  );
}
