import './styles';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { createRoot } from 'react-dom/client';
import { createUi, UiProvider } from '../ui/context';
import { NONCE } from '../ui/nonce';
import { theme } from '../ui/theme';
import { createApi, Refused } from './api/client';
import { ApiProvider } from './api/context';
import { createHubRouter } from './router';

// Of drawers, which keep the page behind from scrolling.
setNonce(NONCE);

const api = createApi();
const router = createHubRouter(api);
const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // What was refused is refused again.
      retry: (tries, error) => !(error instanceof Refused && error.status > 0) && tries < 3,
    },
  },
});
// Whoever is logged out sees nothing of what was there.
api.me.subscribe(() => {
  if (api.me.get() === null) client.clear();
  void router.invalidate();
});

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      colorSchemeManager={localStorageColorSchemeManager({ key: 'rolewright.theme' })}
      getStyleNonce={() => NONCE}
    >
      <UiProvider value={createUi()}>
        <ApiProvider value={api}>
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </ApiProvider>
      </UiProvider>
    </MantineProvider>,
  );
}
