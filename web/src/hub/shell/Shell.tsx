import { Button } from '@mantine/core';
import { Link, Outlet, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { Actions } from '../../ui/Actions';
import { Failure } from '../../ui/Failure';
import { Icon, type IconName } from '../../ui/Icon';
import { Toasts } from '../../ui/Toasts';
import { useStore } from '../../ui/useStore';
import { Refused } from '../api/client';
import { useApi } from '../api/context';
import { useEvents } from '../api/events';
import { JobTray } from './JobTray';
import classes from './Shell.module.css';

const PLACES = [
  { to: '/inventory', word: 'Inventory', icon: 'database' },
  { to: '/manage', word: 'Manage', icon: 'plug' },
  { to: '/provision', word: 'Provision', icon: 'key' },
  { to: '/sessions', word: 'Sessions', icon: 'history' },
  { to: '/jobs', word: 'Jobs', icon: 'jobs' },
  { to: '/tokens', word: 'Tokens', icon: 'link' },
  { to: '/people', word: 'People', icon: 'people', admins: true },
] as const satisfies readonly { to: string; word: string; icon: IconName; admins?: true }[];

/** What stands around every page of somebody who is logged in. */
export function Shell() {
  const api = useApi();
  const me = useStore(api.me, (now) => now);
  const navigate = useNavigate();
  const line = useEvents();
  useEffect(() => {
    if (me === null) void navigate({ to: '/login', search: { to: location.pathname + location.search } });
  }, [me, navigate]);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <nav className={classes.rail} aria-label="Pages">
        <span className={classes.brand}>
          <img src="/favicon.svg" alt="" />
          <span>Rolewright</span>
        </span>
        {PLACES.filter((place) => !('admins' in place) || me?.access === 'admin').map(
          ({ to, word, icon }) => (
            <Link key={to} to={to} className={classes.place} activeProps={{ 'aria-current': 'page' }}>
              <Icon name={icon} />
              <span>{word}</span>
            </Link>
          ),
        )}
        <div className={classes.foot}>
          <span className={classes.who}>
            {me?.name} · {me?.access}
          </span>
          <Button size="compact-xs" variant="default" onClick={() => void api.logOut()}>
            Log out
          </Button>
          <span className={classes.version}>{me?.version}</span>
        </div>
      </nav>
      <header className={classes.bar}>
        <JobTray />
        <span className={classes.line} data-line={line} role="status">
          {line === 'live' ? 'Live' : 'Reconnecting…'}
        </span>
        <Button className={classes.out} size="compact-xs" variant="default" onClick={() => void api.logOut()}>
          Log out
        </Button>
      </header>
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <div className={classes.notices}>
        <Toasts />
      </div>
    </div>
  );
}

export function Lost() {
  return (
    <main className={classes.main}>
      <h1>There is no such page</h1>
      <Link to="/inventory">Go to the inventory</Link>
    </main>
  );
}

export function Trouble({ error }: { error: unknown }) {
  const router = useRouter();
  const again = { label: 'Try again', run: () => void router.invalidate() };
  const remedy = error instanceof Refused ? error.remedy : undefined;
  return (
    <Failure title={error instanceof Error ? error.message : `${error}`} actions={[again]}>
      {remedy}
    </Failure>
  );
}

/** The heading of a page, and what can be done with all of it. */
export function PageHead({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <div className={classes.head}>
      <h1>{title}</h1>
      <Actions>{children}</Actions>
    </div>
  );
}
