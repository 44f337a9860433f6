import { Button, CloseButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Bar.module.css';
import { Icon, type IconName } from './Icon';

interface Props {
  icon: IconName;
  /** Nothing has to be decided. */
  quiet?: boolean;
  children: ReactNode;
  actions?: { label: string; run(): void }[];
  onDismiss?(): void;
}

/** What is to be known of the whole page as long as it stands there; it covers nothing. */
export function Bar({ icon, quiet, children, actions = [], onDismiss }: Props) {
  return (
    <div className={classes.bar} data-quiet={quiet || undefined} role="status">
      <Icon name={icon} />
      <div className={classes.text}>{children}</div>
      <div className={classes.actions}>
        {actions.map(({ label, run }) => (
          <Button key={label} size="compact-sm" variant="default" onClick={run}>
            {label}
          </Button>
        ))}
        {onDismiss && <CloseButton size="sm" aria-label="Dismiss" onClick={onDismiss} />}
      </div>
    </div>
  );
}
