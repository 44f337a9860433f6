import { type DesiredText, desiredStore, edit } from '../engine/desired';
import { showView } from '../playground/layout';
import { dismiss, notify } from '../ui/notices';

const KEY = 'rolewright.replaced';

interface Replaced {
  mine: DesiredText;
  /** The text of the link that is in its place. */
  link: string;
}

/** The roles that a link took the place of, until their owner has decided. */
let replaced: Replaced | undefined;
let notice: number | undefined;

/** Before a link takes their place: from then on what is stored are the link's roles. */
export function keepReplaced(mine: DesiredText, link: string): void {
  // A link that takes the place of a link's untouched roles takes nobody's.
  replaced = { mine: replaced && mine.text === replaced.link ? replaced.mine : mine, link };
  try {
    localStorage.setItem(KEY, JSON.stringify(replaced));
  } catch {
    // They are offered until a reload, then.
  }
  offer();
}

/** Offers again, after a reload, what a link took the place of. */
export function offerReplaced(): void {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (isReplaced(stored) && stored.mine.text !== desiredStore.get().history.now.text) {
      replaced = stored;
      offer();
    } else forgetReplaced();
  } catch {
    forgetReplaced();
  }
}

export function forgetReplaced(): void {
  replaced = undefined;
  const told = notice;
  notice = undefined;
  if (told !== undefined) dismiss(told);
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Without storage nothing was kept.
  }
}

// Undone by any other way: they are in place again.
desiredStore.subscribe(() => {
  if (replaced && desiredStore.get().history.now.text === replaced.mine.text) forgetReplaced();
});

function offer(): void {
  notice = notify({
    tone: 'warning',
    title: 'The link took the place of your roles',
    text: 'They are kept until you close this.',
    stays: true,
    onClose: forgetReplaced,
    action: { label: 'Bring mine back', run: bringBack },
  });
}

function bringBack(): void {
  if (!replaced) return;
  const { mine } = replaced;
  edit(mine, 'step');
  showView(mine.format);
}

function isReplaced(value: unknown): value is Replaced {
  if (typeof value !== 'object' || value === null) return false;
  const { mine, link } = value as { mine?: Partial<DesiredText> | null; link?: unknown };
  return (
    typeof link === 'string' &&
    typeof mine?.text === 'string' &&
    (mine.format === 'yaml' || mine.format === 'csv')
  );
}
