import { createStore } from '../base/store';
import { part } from '../engine/part';
import type { Workspace } from '../engine/workspace';
import type { Ui } from '../ui/context';
import { decode, type Shared } from './link';

/** The link that the page was opened with, until it is dismissed or replaced. */
export const linkOf = part(() => createStore<Shared | undefined>(undefined));

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
  replacing.replace({ format: shared.format, text: shared.text }, 'The link');
  commands.run('show:plan');
  commands.run('show:desired');
  view.set(shared.format);
  linkOf(workspace).set(shared);
}
