import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Actions } from '../../ui/Actions';
import { Drawer } from '../../ui/Drawer';
import { useDoing } from '../api/queries';
import type { WithLink } from '../api/types';
import classes from '../shell/Form.module.css';
import { ACCESS } from '../words';

interface Props {
  onClose(): void;
  onLink(link: WithLink): void;
}

/** They set their password themselves, with a link. */
export function AddPerson({ onClose, onLink }: Props) {
  const [name, setName] = useState('');
  const [access, setAccess] = useState('viewer');
  const add = useDoing('POST /api/v1/users', { quiet: true });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { body: { name: name.trim(), access } },
      {
        onSuccess: (made) => {
          onLink(made);
          onClose();
        },
      },
    );
  };
  return (
    <Drawer title="Add somebody" opened onClose={onClose}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label="Name"
          description="As they type it to log in"
          value={name}
          required
          autoFocus
          autoComplete="off"
          error={add.error?.message}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label="Access"
          description="An operator plans and applies, an approver approves, too, an admin decides who may"
          data={ACCESS}
          value={access}
          onChange={(event) => setAccess(event.currentTarget.value)}
        />
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
