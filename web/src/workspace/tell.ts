import type { Trouble, Workspace } from '../engine/workspace';
import type { Notices } from '../ui/notices';

/** Says what the planner could not do, and offers what helps. */
export function tell(trouble: Trouble, workspace: Workspace, { notify }: Notices): void {
  const { message } = trouble;
  if (trouble.kind === 'not-loaded') {
    notify({
      tone: 'error',
      title: 'The planner could not be started',
      text: `${message} A browser of the last two years is needed, and a server that sends .wasm files.`,
      action: { label: 'Try again', run: workspace.restart },
    });
    return;
  }
  const { reading, repeated } = trouble;
  notify({
    tone: 'error',
    title: `The planner stopped${reading ? ` while reading ${reading}` : ''} and was started again`,
    text: `Your roles and snapshots are kept. (${message})${repeated ? ' It is waiting for a change: remove a snapshot, or undo what you did last.' : ''}`,
    action: { label: 'Plan again', run: workspace.revise },
  });
}
