import type { DesiredText } from '../engine/desired';
import { part } from '../engine/part';
import type { Workspace } from '../engine/workspace';
import type { Notices } from '../ui/notices';

const KEY = 'rolewright.replaced';

interface Replaced {
  mine: DesiredText;
  /** The text of the link that is in its place. */
  link: string;
}

/** The roles that a link took the place of, until their owner has decided. */
const stateOf = part(({ desired }) => {
  const state = {
    replaced: undefined as Replaced | undefined,
    dismiss: undefined as (() => void) | undefined,
    forget() {
      const { dismiss } = state;
      state.replaced = undefined;
      state.dismiss = undefined;
      dismiss?.();
      try {
        localStorage.removeItem(KEY);
      } catch {
        // Without storage nothing was kept.
      }
    },
  };
  // Undone by any other way: they are in place again.
  desired.subscribe(() => {
    if (state.replaced && desired.now().text === state.replaced.mine.text) state.forget();
  });
  return state;
});

/** Before a link takes their place: from then on what is stored are the link's roles. */
export function keepReplaced(workspace: Workspace, notices: Notices, mine: DesiredText, link: string): void {
  const state = stateOf(workspace);
  const { replaced } = state;
  // A link that takes the place of a link's untouched roles takes nobody's.
  state.replaced = { mine: replaced && mine.text === replaced.link ? replaced.mine : mine, link };
  try {
    localStorage.setItem(KEY, JSON.stringify(state.replaced));
  } catch {
    // They are offered until a reload, then.
  }
  offer(workspace, notices);
}

/** Offers again, after a reload, what a link took the place of. */
export function offerReplaced(workspace: Workspace, notices: Notices): void {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (isReplaced(stored) && stored.mine.text !== workspace.desired.now().text) {
      stateOf(workspace).replaced = stored;
      offer(workspace, notices);
    } else forgetReplaced(workspace);
  } catch {
    forgetReplaced(workspace);
  }
}

export function forgetReplaced(workspace: Workspace): void {
  stateOf(workspace).forget();
}

function offer(workspace: Workspace, { notify, dismiss }: Notices): void {
  const state = stateOf(workspace);
  const id = notify({
    tone: 'warning',
    title: 'The link took the place of your roles',
    text: 'They are kept until you close this.',
    stays: true,
    onClose: state.forget,
    action: { label: 'Bring mine back', run: () => bringBack(workspace) },
  });
  state.dismiss = () => dismiss(id);
}

function bringBack(workspace: Workspace): void {
  const { replaced } = stateOf(workspace);
  if (!replaced) return;
  workspace.desired.edit(replaced.mine, 'step');
  workspace.view.set(replaced.mine.format);
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
