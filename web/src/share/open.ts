import { createStore } from '../base/store';
import type { DesiredText } from '../engine/desired';
import { part } from '../engine/part';
import type { Workspace } from '../engine/workspace';
import type { Ui } from '../ui/context';
import { decode, isTold, type Shared, type Told } from './link';

/** What is known of the link that the roles came with, until it is dismissed or something takes its place. */
export const linkOf = part((workspace) => {
  const store = createStore<Told | undefined>(readTold());
  store.subscribe(() => writeTold(store.get()));
  endWithText(workspace, () => store.set(undefined));
  return store;
});

const BY = 'The link';
/** Beside the roles, which every tab has too: over a reload as they are. */
const KEY = 'rolewright.link';

function readTold(): Told | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return isTold(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function writeTold(told: Told | undefined): void {
  try {
    if (told) localStorage.setItem(KEY, JSON.stringify(told));
    else localStorage.removeItem(KEY);
  } catch {
    // It stands as long as the page does.
  }
}

/** Another text took the place of the link's, or what was there before it is back. */
function endWithText({ desired, replacing }: Workspace, end: () => void): void {
  let last = replacing.get();
  replacing.subscribe(() => {
    const now = replacing.get();
    const isBack = !now && last?.by === BY && last.text && same(last.text.before, desired.now());
    if (isBack || (now?.text && now.by !== BY)) end();
    last = now;
  });
}

function same(a: DesiredText, b: DesiredText): boolean {
  return a.format === b.format && a.text === b.text;
}

/** Opens the link in the address, now and whenever another one is pasted there. */
export function followLinks(workspace: Workspace, ui: Ui): void {
  const follow = () => {
    if (location.hash.startsWith('#s=')) void openLink(location.hash, workspace, ui);
  };
  addEventListener('hashchange', follow);
  follow();
}

async function openLink(fragment: string, workspace: Workspace, ui: Ui): Promise<void> {
  // Taken out of the address: a reload must not undo what was changed since.
  history.replaceState(null, '', location.pathname + location.search);
  try {
    apply(await decode(fragment), workspace, ui);
  } catch (error) {
    ui.notices.notify({
      tone: 'error',
      title: 'The link could not be opened',
      text: `${error instanceof Error ? error.message : error} What was here is unchanged.`,
    });
  }
}

function apply(shared: Shared, workspace: Workspace, { commands }: Ui): void {
  const { replacing, planning, view } = workspace;
  if (shared.selected) planning.prefer({ roleName: shared.selected, number: 1 });
  replacing.replace({ format: shared.format, text: shared.text }, BY);
  commands.run('show:plan');
  commands.run('show:desired');
  view.set(shared.format);
  linkOf(workspace).set({ snapshots: shared.snapshots });
}
