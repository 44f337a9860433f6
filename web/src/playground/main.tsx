import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { createWorkspace, type Workspace } from '../engine/workspace';
import { followLinks } from '../share/open';
import { createUi, UiProvider } from '../ui/context';
import { theme } from '../ui/theme';
import { WorkspaceProvider } from '../workspace/context';
import { tell } from '../workspace/tell';
import { App } from './App';
import { followAddress } from './address';
import { createShelf, refOf } from './blobs';
import { defineCommands } from './commands';
import { KeepingProvider } from './context';
import { tidy } from './entries';
import { createHistory } from './history';
import { createKeeper } from './keeper';
import { readBranch, readKept } from './kept';
import { layoutOf } from './layout';
import { keepLooked, readLooked } from './looked';
import { createOffline } from './offline';
import { Paper } from './Paper';
import { restore } from './restore';
import { shownOf } from './shown';

/** Storage that does not answer is not waited for longer. */
const STORAGE_MS = 1500;

const ui = createUi();
const begun = readBranch() ?? readKept();
const { layout, view, selection, begun: isKnown } = readLooked();
// Before the first render: the worker loads the planner while React starts.
const workspace: Workspace = createWorkspace(
  { desired: begun?.desired, selection, view },
  {
    shelf: createShelf(ui.notices),
    onTrouble: (trouble) => tell(trouble, workspace, ui.notices),
  },
);
layoutOf(workspace).set((now) => ({ ...now, ...layout }));
defineCommands(workspace, ui.commands);
followAddress(workspace);
// Somebody who is known here, or comes with a link, has something else to look at.
if (!begun && !isKnown && !location.hash.startsWith('#s=')) void shownOf(workspace).open();
keepLooked(workspace);
const offline = createOffline();
const history = createHistory(workspace);
const keeper = createKeeper(workspace, ui.notices, history, begun);

const restored = restore(begun, workspace, ui.notices).then(() => {
  keeper.restored();
  history.start();
  void tidy(workspace.snapshots.files().map(refOf)).catch(() => {});
});
const late = new Promise<void>((resolve) => setTimeout(resolve, STORAGE_MS));
Promise.race([restored, late]).then(() => {
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
          <KeepingProvider value={{ keeper, history, offline }}>
            <App />
            <Paper />
          </KeepingProvider>
        </WorkspaceProvider>
      </UiProvider>
    </MantineProvider>,
  );
}
