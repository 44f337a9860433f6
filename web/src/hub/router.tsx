import { createRootRouteWithContext, createRoute, createRouter, redirect } from '@tanstack/react-router';
import type { Api } from './api/client';
import { InventoryPage } from './inventory/InventoryPage';
import { JobPage } from './jobs/JobPage';
import { JobsPage } from './jobs/JobsPage';
import { LoginPage } from './login/LoginPage';
import { WelcomePage } from './login/WelcomePage';
import { ManagePage } from './manage/ManagePage';
import { PeoplePage } from './people/PeoplePage';
import { ProvisionPage } from './provision/ProvisionPage';
import { SessionPage } from './sessions/SessionPage';
import { SessionsPage } from './sessions/SessionsPage';
import { Lost, Shell, Trouble } from './shell/Shell';
import { TokensPage } from './tokens/TokensPage';

const root = createRootRouteWithContext<{ api: Api }>()({ notFoundComponent: Lost, errorComponent: Trouble });

/** Text of an address; what is something else is none. */
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

/** A route that keeps these texts in its address. */
function keeping<K extends string>(...names: K[]) {
  return (search: Record<string, unknown>) =>
    Object.fromEntries(names.map((name) => [name, text(search[name])])) as { [N in K]?: string };
}

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: keeping('to'),
  component: LoginPage,
});
const welcome = createRoute({ getParentRoute: () => root, path: '/welcome', component: WelcomePage });

/** Everything that somebody has to be logged in for. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  beforeLoad: async ({ context: { api }, location }) => {
    if (api.me.get() === undefined) await api.whoAmI();
    if (api.me.get() === null) throw redirect({ to: '/login', search: { to: location.href } });
  },
});
const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/inventory' });
  },
});
const inventory = createRoute({
  getParentRoute: () => inside,
  path: '/inventory',
  validateSearch: keeping('q', 'setup', 'sort', 'resource'),
  component: InventoryPage,
});
const manage = createRoute({
  getParentRoute: () => inside,
  path: '/manage',
  validateSearch: keeping('all'),
  component: ManagePage,
});
const provision = createRoute({
  getParentRoute: () => inside,
  path: '/provision',
  validateSearch: keeping('plan', 'apply', 'role', 'resource'),
  component: ProvisionPage,
});
const sessions = createRoute({
  getParentRoute: () => inside,
  path: '/sessions',
  validateSearch: keeping('q', 'kind', 'status', 'resource', 'role', 'by'),
  component: SessionsPage,
});
const session = createRoute({ getParentRoute: () => inside, path: '/sessions/$sid', component: SessionPage });
const jobs = createRoute({ getParentRoute: () => inside, path: '/jobs', component: JobsPage });
const job = createRoute({ getParentRoute: () => inside, path: '/jobs/$id', component: JobPage });
const tokens = createRoute({ getParentRoute: () => inside, path: '/tokens', component: TokensPage });
const people = createRoute({ getParentRoute: () => inside, path: '/people', component: PeoplePage });

const tree = root.addChildren([
  login,
  welcome,
  inside.addChildren([home, inventory, manage, provision, sessions, session, jobs, job, tokens, people]),
]);

export function createHubRouter(api: Api) {
  return createRouter({ routeTree: tree, context: { api }, defaultPreload: false });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createHubRouter>;
  }
}
