import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Actions } from '../../ui/Actions';
import { Drawer } from '../../ui/Drawer';
import { useStore } from '../../ui/useStore';
import { useApi } from '../api/context';
import { useDoing } from '../api/queries';
import classes from './Inventory.module.css';

/** One resource by hand. */
export function AddResource({ onClose }: { onClose(): void }) {
  const isAdmin = useStore(useApi().me, (now) => now?.access === 'admin');
  const [name, setName] = useState('');
  const [host, setHost] = useState('');
  const [port, setPort] = useState('5432');
  const [near, setNear] = useState(false);
  const [problem, setProblem] = useState<string>();
  const add = useDoing('POST /api/v1/resources');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const resource = { name: name.trim(), type: 'PostgreSQL', host: host.trim(), port: Number(port) };
    add.mutate(
      { body: { resources: [resource], allow_near: near, dry_run: false, skip: [] } },
      {
        onSuccess: ({ stored, rows: [row] }) => {
          if (stored === 1) onClose();
          else setProblem(row?.message || `it is ${row?.status}: nothing was stored`);
        },
      },
    );
  };
  return (
    <Drawer title="Add a resource" opened onClose={onClose}>
      <form className={classes.drawer} onSubmit={submit}>
        <TextInput
          label="Name"
          value={name}
          required
          autoFocus
          onChange={(e) => setName(e.currentTarget.value)}
        />
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
        {problem && (
          <p role="alert" className={classes.why}>
            {problem}
          </p>
        )}
        <Actions>
          <Button type="submit" loading={add.isPending}>
            Add
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Actions>
      </form>
    </Drawer>
  );
}
