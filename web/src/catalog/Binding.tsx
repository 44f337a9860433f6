import type { LoadedSnapshot } from '../engine/snapshots';
import { useWorkspace } from '../workspace/context';
import { useDesired, useSnapshots } from '../workspace/hooks';
import classes from './Catalog.module.css';

/** Which resource's roles are planned on the snapshot. */
export function Binding({ snapshot }: { snapshot: LoadedSnapshot }) {
  const { snapshots } = useWorkspace();
  const { items } = useDesired();
  const others = useSnapshots();
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
          onChange={(event) => snapshots.bind(snapshot.id, event.currentTarget.value || undefined)}
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
