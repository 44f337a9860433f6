import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { count } from '../ui/format';
import { Icon } from '../ui/Icon';
import classes from './PlanView.module.css';

/** On a phone: one plan over the list of all, which is one touch away. */
export function PlanSheet({ roles, onList, children }: Props) {
  const back = useRef<HTMLButtonElement>(null);
  // What was chosen in the list is gone with it, and must not take the focus along.
  useEffect(() => {
    if (document.activeElement === document.body) back.current?.focus();
  }, []);
  return (
    <div className={classes.sheet}>
      <div className={classes.sheetHead}>
        <Button
          ref={back}
          size="compact-sm"
          variant="subtle"
          onClick={onList}
          leftSection={<Icon name="back" />}
        >
          All {count(roles, 'role')}
        </Button>
      </div>
      {children}
    </div>
  );
}

interface Props {
  roles: number;
  onList(): void;
  children: ReactNode;
}
