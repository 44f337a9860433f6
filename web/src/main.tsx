import './shell/styles';
import './plan/tokens.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { followLinks } from './share/open';
import { registerOffline } from './shell/offline';
import { connect, revise } from './state/connect';
import { persist, restoreSnapshots, restoreState } from './state/persist';
import { theme } from './theme';

// Before the first render: the worker loads the planner while React starts.
restoreState();
connect();
persist();
restoreSnapshots().then(() => {
  revise();
  followLinks();
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={localStorageColorSchemeManager({ key: 'rolewright.theme' })}
    >
      <App />
    </MantineProvider>,
  );
}
registerOffline();
