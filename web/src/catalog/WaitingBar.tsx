import { wordOf } from '../engine/serving';
import type { LoadedSnapshot } from '../engine/snapshots';
import { Bar } from '../ui/Bar';
import { useUi } from '../ui/context';
import { list } from '../ui/format';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { resourcesOf, useDesired, useServing, useSnapshots } from '../workspace/hooks';

/** More are bound in the Catalog tab. */
const OFFERED = 2;

/** Roles that are not planned, because no snapshot is of their resource: only a person may say that one is. */
export function WaitingBar() {
  const { say, snapshots } = useWorkspace();
  const { commands } = useUi();
  const desired = useDesired();
  const serving = useServing();
  const opening = useStore(snapshots, (now) => now.opening.length > 0);
  const latest = useSnapshots().at(-1);
  const waiting = [...resourcesOf(desired)].filter((resource) => !serving.has(resource));
  if (!latest || opening || waiting.length === 0) return null;
  const served = [...serving].filter(([, one]) => one.id === latest.id).map(([resource]) => resource);
  const word = wordOf(latest);
  const also = word === 'every' ? [] : (word ?? served);
  return (
    <Bar
      icon="database"
      actions={[
        ...waiting.slice(0, OFFERED).map((resource) => ({
          label: `It is of ${resource} too`,
          run: () => say(latest.id, [...also, resource]),
        })),
        { label: 'Catalog', run: () => void commands.run('show:catalog') },
      ]}
    >
      {whose(latest, served)} Roles of {list(waiting)} wait for {waiting.length === 1 ? 'its own' : 'theirs'}.
    </Bar>
  );
}

function whose(snapshot: LoadedSnapshot, served: string[]): string {
  const { name, resource, word } = snapshot;
  const said = word === undefined || word === 'every' ? resource : list(word);
  if (said !== undefined) return `${name} is a snapshot of ${said}.`;
  const taken = served[0] === undefined ? '' : ` It is taken for ${served[0]}.`;
  return `${name} does not say which resource it is of.${taken}`;
}
