import './styles';
import '../ui/tokens.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { createRoot } from 'react-dom/client';
import { connect, revise } from '../engine/workspace';
import { followLinks } from '../share/open';
import { theme } from '../ui/theme';
import { App } from './App';
import { registerOffline } from './offline';
import { persist, restoreSnapshots, restoreState } from './persist';

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
