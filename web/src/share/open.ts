import { createStore } from '../base/store';
import { part } from '../engine/part';
import type { Workspace } from '../engine/workspace';
import type { Ui } from '../ui/context';
import { decode, type Shared } from './link';
import { keepReplaced, offerReplaced } from './replaced';

/** The link that the page was opened with, until it is dismissed or replaced. */
export const linkOf = part(() => createStore<Shared | undefined>(undefined));

/** Opens the link in the address, now and whenever another one is pasted there. */
export function followLinks(workspace: Workspace, ui: Ui): void {
  const follow = () => {
    if (location.hash.startsWith('#s=')) void openLink(location.hash, workspace, ui);
  };
  offerReplaced(workspace, ui.notices);
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

function apply(shared: Shared, workspace: Workspace, { notices, commands }: Ui): void {
  const { desired, planning, view } = workspace;
  const before = desired.now();
  const replaced = before.text.trim() !== '' && before.text !== shared.text;
  // Not after the edit: the storage follows it.
  if (replaced) keepReplaced(workspace, notices, before, shared.text);
  if (shared.selected) planning.prefer({ roleName: shared.selected, number: 1 });
  desired.edit({ format: shared.format, text: shared.text }, 'step');
  commands.run('show:plan');
  commands.run('show:desired');
  view.set(shared.format);
  linkOf(workspace).set(shared);
}
