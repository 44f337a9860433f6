import { wordOf } from '../engine/serving';
import type { LoadedSnapshot } from '../engine/snapshots';
import { useWorkspace } from '../workspace/context';
import { resourcesOf, useDesired, useServing } from '../workspace/hooks';
import classes from './Catalog.module.css';

/** No resource is called like this. */
const EVERY = '*';

/** Which resource's roles are planned on the snapshot. */
export function Binding({ snapshot }: { snapshot: LoadedSnapshot }) {
  const { say } = useWorkspace();
  const desired = useDesired();
  const serving = useServing();
  const { id, resource, word } = snapshot;
  const resources = resourcesOf(desired);
  if (resource !== undefined) resources.add(resource);
  const said = word === 'every' ? EVERY : word?.join(', ');
  if (said !== undefined && said !== EVERY) resources.add(said);
  const served = [...serving].filter(([, one]) => one.id === id).map(([of]) => of);
  const idle = desired.items.length > 0 && served.length === 0;
  return (
    <>
      {idle && (
        <span className={classes.quiet}>
          not used: {wordOf(snapshot) === undefined ? 'another one is' : 'a later one, or no role, is'} for it
        </span>
      )}
      <label className={classes.binding}>
        for{' '}
        <select
          value={said ?? ''}
          onChange={({ currentTarget: { value } }) =>
            say(id, value === '' ? undefined : value === EVERY ? 'every' : [value])
          }
        >
          <option value="">
            {resource ??
              (said || served[0] === undefined ? 'one resource' : `${served[0]}, as it names none`)}
          </option>
          {[...resources]
            .filter((one) => one !== resource)
            .sort()
            .map((one) => (
              <option key={one}>{one}</option>
            ))}
          <option value={EVERY}>every resource</option>
        </select>
      </label>
    </>
  );
}
