import type { Replaced } from '../engine/replacing';
import { Bar } from '../ui/Bar';
import { useUi } from '../ui/context';
import { age, clock, count } from '../ui/format';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useKeeping } from './context';

/** Another tab has put something else there: what is here is kept aside until somebody decides. */
export function BehindBar() {
  const { keeper } = useKeeping();
  const theirs = useStore(keeper.behind, (now) => now);
  if (!theirs) return null;
  return (
    <Bar
      icon="warning"
      actions={[
        { label: 'Show theirs', run: () => void keeper.takeTheirs() },
        { label: 'Keep these', run: keeper.keepMine },
      ]}
    >
      This tab is behind: another tab changed the roles at {clock(theirs.at)}. What you write here goes to the
      history only, until you choose. Either way both are kept.
    </Bar>
  );
}

/** There is a newer page than this one: it is never taken without a word, and never planned with in secret. */
export function NewVersionBar() {
  const { offline } = useKeeping();
  const version = useStore(offline.version, (now) => now);
  if (!version) return null;
  return (
    <Bar icon="info" quiet actions={[{ label: 'Reload', run: offline.take }]}>
      {version === 'waiting'
        ? 'A new version of this page is here.'
        : 'Another tab has a new version of this page.'}{' '}
      This tab plans with the one before until it is reloaded; your roles and snapshots stay.
    </Bar>
  );
}

/** What took the place of something, and the way back. */
export function ReplacedBar() {
  const { replacing } = useWorkspace();
  const { commands } = useUi();
  const replaced = useStore(replacing, (now) => now);
  if (!replaced) return null;
  const many = !replaced.what && (replaced.text !== undefined || replaced.gone.length > 1);
  return (
    <Bar
      icon="history"
      quiet
      actions={[
        { label: many ? 'Bring them back' : 'Bring it back', run: replacing.bringBack },
        { label: 'History', run: () => void commands.run('history') },
      ]}
      onDismiss={replacing.dismiss}
    >
      {sentence(replaced)}
    </Bar>
  );
}

function sentence({ by, text, roles, gone, at, what: named, was }: Replaced): string {
  const [file] = gone;
  const files = gone.length === 1 && file ? file.name : count(gone.length, 'snapshot');
  if (!text) {
    const of = was ? ` (PostgreSQL ${was.version}${was.taken ? `, taken ${age(was.taken)}` : ''})` : '';
    const elsewhere = was?.elsewhere ? ' It is of another cluster.' : '';
    return by
      ? `${by} took the place of the one before${of}, at ${clock(at)}.${elsewhere}`
      : `${files} ${gone.length === 1 ? 'was' : 'were'} removed at ${clock(at)}.`;
  }
  const blank = text.before.text.trim() === '';
  const mine = named ?? (roles ? count(roles, 'role') : 'your roles');
  const what = [blank ? '' : mine, gone.length > 0 ? files : ''].filter(Boolean).join(' and ');
  return `${by} took the place of ${what} at ${clock(at)}.`;
}
