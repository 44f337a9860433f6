import { useState } from 'react';
import { DesiredPanel } from '../../desired/DesiredPanel';
import { createWorkspace, type Workspace } from '../../engine/workspace';
import { useUi } from '../../ui/context';
import { DropAnywhere } from '../../ui/DropAnywhere';
import { WorkspaceProvider } from '../../workspace/context';
import { useOpenFiles } from '../../workspace/openFiles';
import { tell } from '../../workspace/tell';
import { PageHead } from '../shell/Shell';
import { draftOf, keepDraft } from './draft';
import { Planned } from './Planned';
import classes from './Provision.module.css';

/** Roles are written at the left; at the right they are planned, read and applied. */
export function ProvisionPage() {
  const ui = useUi();
  const [workspace] = useState(() => {
    const made: Workspace = createWorkspace(
      { desired: draftOf() },
      {
        // Snapshots are the hub's: none is kept in the browser.
        shelf: { put: () => {}, remove: () => {} },
        onTrouble: (trouble) => tell(trouble, made, ui.notices),
      },
    );
    keepDraft(made);
    made.revise();
    return made;
  });
  return (
    <WorkspaceProvider value={workspace}>
      <DropRoles />
      <div className={classes.page}>
        <PageHead title="Provision roles" />
        <div className={classes.columns}>
          <div className={classes.left}>
            <DesiredPanel />
          </div>
          <Planned />
        </div>
      </div>
    </WorkspaceProvider>
  );
}

function DropRoles() {
  return <DropAnywhere onFiles={useOpenFiles()}>Drop plan.yaml or roles.csv</DropAnywhere>;
}
