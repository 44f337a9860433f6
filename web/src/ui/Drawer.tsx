import { Drawer as Base, CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Drawer.module.css';

interface Props {
  title: string;
  opened: boolean;
  onClose(): void;
  children: ReactNode;
}

/** Slides over the page's right side, and is the whole of a phone's; Escape closes it. */
export function Drawer({ title, opened, onClose, children }: Props) {
  return (
    <Base.Root
      opened={opened}
      onClose={onClose}
      position="right"
      size="min(30rem, 100vw)"
      transitionProps={{ duration: 0 }}
    >
      <Base.Overlay />
      <Base.Content aria-label={title}>
        <div className={classes.drawer}>
          <div className={classes.head}>
            <h2>{title}</h2>
            <CloseButton aria-label="Close" onClick={onClose} />
          </div>
          <div className={classes.body}>{opened && children}</div>
        </div>
      </Base.Content>
    </Base.Root>
  );
}
