import { Button, Modal, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Actions } from './Actions';
import classes from './ConfirmTyped.module.css';

interface Props {
  title: string;
  /** What will be gone. */
  children: ReactNode;
  /** What has to be typed. */
  word: string;
  /** What the button says. */
  label: string;
  opened: boolean;
  onClose(): void;
  onConfirm(): void;
}

/** For what nothing brings back: a word is typed, so that no stray click does it. */
export function ConfirmTyped({ title, children, word, label, opened, onClose, onConfirm }: Props) {
  const [typed, setTyped] = useState('');
  const close = () => {
    setTyped('');
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== word) return;
    onConfirm();
    close();
  };
  return (
    <Modal.Root opened={opened} onClose={close} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={title}>
        <Modal.Body>
          <form className={classes.confirm} onSubmit={submit}>
            <h2>{title}</h2>
            <div>{children}</div>
            <TextInput
              data-autofocus
              label={`Type ${word} to go on`}
              value={typed}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
            <Actions>
              <Button type="submit" color="red" disabled={typed.trim() !== word}>
                {label}
              </Button>
              <Button variant="default" onClick={close}>
                Cancel
              </Button>
            </Actions>
          </form>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
