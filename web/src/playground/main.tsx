import './styles';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { createWorkspace, type Workspace } from '../engine/workspace';
import { followLinks } from '../share/open';
import { createUi, UiProvider } from '../ui/context';
import { theme } from '../ui/theme';
import { WorkspaceProvider } from '../workspace/context';
import { tell } from '../workspace/tell';
import { App } from './App';
import { createShelf } from './blobs';
import { defineCommands } from './commands';
import { layoutOf } from './layout';
import { registerOffline } from './offline';
import { persist, readStored, restoreSnapshots } from './persist';

const ui = createUi();
const stored = readStored();
// Before the first render: the worker loads the planner while React starts.
const workspace: Workspace = createWorkspace(stored ?? {}, {
  shelf: createShelf(ui.notices),
  onTrouble: (trouble) => tell(trouble, workspace, ui.notices),
});
layoutOf(workspace).set((now) => ({ ...now, ...stored?.layout }));
defineCommands(workspace, ui.commands);
persist(workspace, ui.notices);
restoreSnapshots(workspace).then(() => {
  workspace.revise();
  followLinks(workspace, ui);
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={localStorageColorSchemeManager({ key: 'rolewright.theme' })}
    >
      <UiProvider value={ui}>
        <WorkspaceProvider value={workspace}>
          <App />
        </WorkspaceProvider>
      </UiProvider>
    </MantineProvider>,
  );
}
registerOffline();
