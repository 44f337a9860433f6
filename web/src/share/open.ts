import { createStore } from '../base/store';
import { desiredStore, edit } from '../engine/desired';
import { restoreSelection } from '../engine/reviews';
import { show, showView } from '../playground/layout';
import { notify } from '../ui/notices';
import { decode, type Shared } from './link';
import { keepReplaced, offerReplaced } from './replaced';

/** The link that the page was opened with, until it is dismissed or replaced. */
export const linkStore = createStore<Shared | undefined>(undefined);

/** Opens the link in the address, now and whenever another one is pasted there. */
export function followLinks(): void {
  const follow = () => {
    if (location.hash.startsWith('#s=')) void openLink(location.hash);
  };
  offerReplaced();
  addEventListener('hashchange', follow);
  follow();
}

async function openLink(fragment: string): Promise<void> {
  // Taken out of the address: a reload must not undo what was changed since.
  history.replaceState(null, '', location.pathname + location.search);
  try {
    apply(await decode(fragment));
  } catch (error) {
    notify({
      tone: 'error',
      title: 'The link could not be opened',
      text: `${error instanceof Error ? error.message : error} What was here is unchanged.`,
    });
  }
}

function apply(shared: Shared): void {
  const before = desiredStore.get().history.now;
  const replaced = before.text.trim() !== '' && before.text !== shared.text;
  // Not after the edit: the storage follows it.
  if (replaced) keepReplaced(before, shared.text);
  if (shared.selected) restoreSelection({ roleName: shared.selected, number: 1 });
  edit({ format: shared.format, text: shared.text }, 'step');
  show('plan');
  show('desired');
  showView(shared.format);
  linkStore.set(shared);
}
