import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Actions } from '../../ui/Actions';
import { Drawer } from '../../ui/Drawer';
import { useStore } from '../../ui/useStore';
import { useApi } from '../api/context';
import { useDoing } from '../api/queries';
import type { NewToken } from '../api/types';
import classes from '../shell/Form.module.css';
import { ACCESS } from '../words';

const DAYS = ['1', '7', '30', '90', '366'];

interface Props {
  onClose(): void;
  onMade(token: NewToken): void;
}

/** For at most what one may oneself. */
export function AddToken({ onClose, onMade }: Props) {
  const own = useStore(useApi().me, (now) => now?.access ?? 'viewer');
  const [name, setName] = useState('');
  const [access, setAccess] = useState('viewer');
  const [days, setDays] = useState('30');
  const add = useDoing('POST /api/v1/tokens', { quiet: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { body: { name: name.trim(), access, days: Number(days) } },
      {
        onSuccess: (made) => {
          onMade(made);
          onClose();
        },
      },
    );
  };
  return (
    <Drawer title="Make a token" opened onClose={onClose}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label="What it is for"
          value={name}
          required
          autoFocus
          autoComplete="off"
          error={add.error?.message}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label="Access"
          data={ACCESS.slice(0, ACCESS.indexOf(own) + 1)}
          value={access}
          onChange={(event) => setAccess(event.currentTarget.value)}
        />
        <NativeSelect
          label="Days"
          data={DAYS}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <Actions>
          <Button type="submit" loading={add.isPending}>
            Make
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </Actions>
      </form>
    </Drawer>
  );
}
