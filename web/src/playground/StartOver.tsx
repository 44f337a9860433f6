import { edit, undo } from '../engine/desired';
import { removeAllSnapshots } from '../engine/snapshots';
import { forgetReplaced } from '../share/replaced';
import { HeaderButton } from '../ui/HeaderButton';
import { notify } from '../ui/notices';

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
