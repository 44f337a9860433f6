import { NativeSelect } from '@mantine/core';
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
  const unsaid = said || served[0] === undefined ? 'one resource' : `${served[0]}, as it names none`;
  const idle = desired.items.length > 0 && served.length === 0;
  return (
    <>
      {idle && (
        <span className={classes.quiet}>
          not used: {wordOf(snapshot) === undefined ? 'another one is' : 'a later one, or no role, is'} for it
        </span>
      )}
      <span className={classes.binding}>
        for{' '}
        <NativeSelect
          size="xs"
          aria-label="for"
          data={[
            { value: '', label: resource ?? unsaid },
            ...[...resources].filter((one) => one !== resource).sort(),
            { value: EVERY, label: 'every resource' },
          ]}
          value={said ?? ''}
          onChange={({ currentTarget: { value } }) =>
            say(id, value === '' ? undefined : value === EVERY ? 'every' : [value])
          }
        />
      </span>
    </>
  );
}
