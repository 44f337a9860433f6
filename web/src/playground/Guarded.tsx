import type { ReactNode } from 'react';
import { saveText } from '../desired/save';
import { CrashGuard } from '../ui/CrashGuard';
import { useWorkspace } from '../workspace/context';

/** A part of the page whose faults must not take the text along. */
export function Guarded({ children }: { children: ReactNode }) {
  const workspace = useWorkspace();
  return (
    <CrashGuard
      advice="Your roles are kept. Show the page again; if it fails again, undo the last change or save the roles."
      actions={[
        { label: 'Undo and show again', again: true, run: workspace.desired.undo },
        { label: 'Save the roles', run: () => saveText(workspace) },
      ]}
    >
      {children}
    </CrashGuard>
  );
}
