import { forgetReplaced } from '../share/replaced';
import { edit, undo } from '../state/desired';
import { notify } from '../state/notices';
import { removeAllSnapshots } from '../state/snapshots';
import { HeaderButton } from './HeaderButton';

export function StartOver() {
  return <HeaderButton label="Start over" glyph="reset" onClick={startOver} />;
}

function startOver(): void {
  forgetReplaced();
  edit({ format: 'yaml', text: '' }, 'step');
  const putBack = removeAllSnapshots();
  notify({
    tone: 'info',
    title: 'A blank page',
    text: 'Roles and snapshots are gone from this browser.',
    action: {
      label: 'Bring them back',
      run: () => {
        putBack();
        undo();
      },
    },
  });
}
