import { Bar } from '../ui/Bar';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useDesired, useSnapshots } from '../workspace/hooks';
import { compare } from './compare';
import type { Told } from './link';
import { linkOf } from './open';

/** Says, as long as it matters, whether the plans are those that the link's sender saw. */
export function LinkBanner() {
  const workspace = useWorkspace();
  const link = useStore(linkOf(workspace), (now) => now);
  const opening = useStore(workspace.snapshots, (now) => now.opening.length > 0);
  const blank = useStore(workspace.desired, ({ history: { now } }) => now.text.trim() === '');
  return link && !opening && !blank && link.snapshots.length > 0 ? <Compared link={link} /> : null;
}

function Compared({ link }: { link: Told }) {
  const workspace = useWorkspace();
  const loaded = useSnapshots();
  const { items } = useDesired();
  const resources = [...new Set(items.map(({ item }) => item.resource_name))];
  const { same, different } = compare(link.snapshots, loaded, resources);
  const quiet = different.length === 0;
  return (
    <Bar icon={quiet ? 'check' : 'warning'} quiet={quiet} onDismiss={() => linkOf(workspace).set(undefined)}>
      {quiet && <p>From a link, on the same facts as its sender: {same.join(', ')}.</p>}
      {different.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Bar>
  );
}
