import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Actions } from './Actions';
import classes from './Failure.module.css';
import { Icon } from './Icon';

interface Props {
  title: string;
  /** Why, and what to do. */
  children?: ReactNode;
  actions?: { label: string; run(): void }[];
}

/** Something that could not be done, where it would stand. */
export function Failure({ title, children, actions = [] }: Props) {
  return (
    <section className={classes.failure} role="alert">
      <Icon name="warning" />
      <div>
        <h2>{title}</h2>
        <div>{children}</div>
        {actions.length > 0 && (
          <Actions>
            {actions.map(({ label, run }) => (
              <Button key={label} size="compact-sm" variant="default" onClick={run}>
                {label}
              </Button>
            ))}
          </Actions>
        )}
      </div>
    </section>
  );
}
