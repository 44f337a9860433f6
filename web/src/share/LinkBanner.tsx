import { CloseButton } from '@mantine/core';
import { useStore } from '../base/store';
import { planningStore } from '../engine/reviews';
import { snapshotStore } from '../engine/snapshots';
import { Icon } from '../ui/Icon';
import { compare } from './compare';
import type { Shared } from './link';
import { linkStore } from './open';
import classes from './Share.module.css';

/** Says, as long as it matters, whether the plans are those that the link's sender saw. */
export function LinkBanner() {
  const link = useStore(linkStore, (now) => now);
  const opening = useStore(snapshotStore, (now) => now.opening.length > 0);
  return link && !opening && link.snapshots.length > 0 ? <Compared link={link} /> : null;
}

function Compared({ link }: { link: Shared }) {
  const loaded = useStore(snapshotStore, (now) => now.loaded);
  const items = useStore(planningStore, ({ desired }) => desired.items);
  const resources = [...new Set(items.map(({ item }) => item.resource_name))];
  const { same, different } = compare(link.snapshots, loaded, resources);
  const quiet = different.length === 0;
  return (
    <div className={classes.banner} data-quiet={quiet || undefined} role="status">
      <Icon name={quiet ? 'check' : 'warning'} />
      <div>
        {quiet && <p>From a link, on the same facts as its sender: {same.join(', ')}.</p>}
        {different.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
      <CloseButton size="sm" aria-label="Dismiss" onClick={() => linkStore.set(undefined)} />
    </div>
  );
}
