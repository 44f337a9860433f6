import { Button, Checkbox, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Actions } from '../../ui/Actions';
import { useUi } from '../../ui/context';
import { Drawer } from '../../ui/Drawer';
import { Skeleton } from '../../ui/Skeleton';
import { useStore } from '../../ui/useStore';
import { useApi } from '../api/context';
import { useAnswer, useChange, useDoing } from '../api/queries';
import type { ResourceOut } from '../api/types';
import { Trouble } from '../shell/Shell';
import { SETUP } from '../words';
import classes from './Inventory.module.css';

/** A resource: where it is, who logs in, and the way out of the inventory. */
export function ResourceDrawer({ name, onClose }: { name: string; onClose(): void }) {
  const { data, error } = useAnswer('GET /api/v1/resources/{name}', { path: { name } });
  const may = useStore(useApi().me, (now) => now != null && now.access !== 'viewer');
  return (
    <Drawer title={name} opened onClose={onClose}>
      {error ? (
        <Trouble error={error} />
      ) : data ? (
        <div className={classes.drawer}>
          <p>
            {SETUP[data.setup]?.word}; {data.roles} of its roles are the hub's.{' '}
            <Link to="/sessions" search={{ resource: name }}>
              Its sessions
            </Link>
          </p>
          {may && (
            <>
              <Place key={`${data.updated_at} place`} of={data} />
              <Account key={`${data.account?.user} account`} of={data} />
              <Remove of={data} onRemoved={onClose} />
            </>
          )}
        </div>
      ) : (
        <Skeleton rows={4} what="the resource" />
      )}
    </Drawer>
  );
}

function Place({ of }: { of: ResourceOut }) {
  const isAdmin = useStore(useApi().me, (now) => now?.access === 'admin');
  const path = { name: of.name };
  const change = useChange(of, 'GET /api/v1/resources/{name}', 'PATCH /api/v1/resources/{name}', path);
  const [host, setHost] = useState(of.host);
  const [port, setPort] = useState(`${of.port}`);
  const [near, setNear] = useState(of.near_allowed_by != null);
  const changed = host !== of.host || port !== `${of.port}` || near !== (of.near_allowed_by != null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ host: host.trim(), port: Number(port), ...(isAdmin ? { allow_near: near } : {}) });
  };
  return (
    <form className={classes.drawer} onSubmit={submit}>
      <h2>Address</h2>
      <TextInput label="Host" value={host} required onChange={(e) => setHost(e.currentTarget.value)} />
      <TextInput
        label="Port"
        value={port}
        required
        inputMode="numeric"
        pattern="[0-9]+"
        onChange={(e) => setPort(e.currentTarget.value)}
      />
      {isAdmin && (
        <Checkbox
          size="xs"
          label="Allow an address of the hub's own machine or network"
          checked={near}
          onChange={(event) => setNear(event.currentTarget.checked)}
        />
      )}
      <p className={classes.quiet}>
        At another address the admin account is set again: it is not sent there.
      </p>
      <Actions>
        <Button type="submit" variant="default" disabled={!changed} loading={change.isPending}>
          Save address
        </Button>
      </Actions>
    </form>
  );
}

function Account({ of }: { of: ResourceOut }) {
  const { notices } = useUi();
  const [user, setUser] = useState(of.account?.user ?? '');
  const [password, setPassword] = useState('');
  const set = useDoing('PUT /api/v1/resources/{name}/account', { quiet: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate(
      { path: { name: of.name }, body: { user, password } },
      {
        onSuccess: ({ server_version, tls }) => {
          setPassword('');
          const how = tls ? 'encrypted' : 'not encrypted';
          notices.notify({
            tone: 'info',
            title: `Admin account of ${of.name} stored`,
            text: `PostgreSQL ${server_version}, ${how}`,
          });
        },
      },
    );
  };
  return (
    <form className={classes.drawer} onSubmit={submit}>
      <h2>Admin account</h2>
      {of.account?.elsewhere && (
        <p className={classes.why}>It was tested at another address: set it again.</p>
      )}
      <TextInput
        label="Admin user"
        value={user}
        required
        autoComplete="off"
        spellCheck={false}
        onChange={(e) => setUser(e.currentTarget.value)}
      />
      <TextInput
        label="Password"
        type="password"
        description="Logged in with before it is stored; never shown again"
        value={password}
        required
        autoComplete="off"
        error={set.error?.message}
        onChange={(e) => setPassword(e.currentTarget.value)}
      />
      <Actions>
        <Button type="submit" variant="default" loading={set.isPending}>
          {of.account ? 'Replace account' : 'Store account'}
        </Button>
      </Actions>
    </form>
  );
}

/** Its roles stay on the cluster, and its sessions on record. */
function Remove({ of, onRemoved }: { of: ResourceOut; onRemoved(): void }) {
  const [typed, setTyped] = useState('');
  const path = { name: of.name };
  const remove = useChange(of, 'GET /api/v1/resources/{name}', 'DELETE /api/v1/resources/{name}', path);
  return (
    <form
      className={classes.drawer}
      onSubmit={(event) => {
        event.preventDefault();
        remove.mutate(undefined, { onSuccess: onRemoved });
      }}
    >
      <h2>Remove</h2>
      <TextInput
        label={`Type ${of.name} to remove it`}
        description="Its roles stay on the cluster, and its sessions on record; its admin account is forgotten"
        value={typed}
        autoComplete="off"
        onChange={(e) => setTyped(e.currentTarget.value)}
      />
      <Actions>
        <Button type="submit" color="red" disabled={typed !== of.name} loading={remove.isPending}>
          Remove from the inventory
        </Button>
      </Actions>
    </form>
  );
}
