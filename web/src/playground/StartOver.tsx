import type { Workspace } from '../engine/workspace';
import { forgetReplaced } from '../share/replaced';
import { useUi } from '../ui/context';
import { HeaderButton } from '../ui/HeaderButton';
import type { Notices } from '../ui/notices';
import { useWorkspace } from '../workspace/context';

export function StartOver() {
  const workspace = useWorkspace();
  const { notices } = useUi();
  return <HeaderButton label="Start over" icon="reset" onClick={() => startOver(workspace, notices)} />;
}

function startOver(workspace: Workspace, { notify }: Notices): void {
  const { desired, snapshots } = workspace;
  forgetReplaced(workspace);
  desired.edit({ format: 'yaml', text: '' }, 'step');
  const putBack = snapshots.removeAll();
  notify({
    tone: 'info',
    title: 'A blank page',
    text: 'Roles and snapshots are gone from this browser.',
    action: {
      label: 'Bring them back',
      run: () => {
        putBack();
        desired.undo();
      },
    },
  });
}
