import { Button } from '@mantine/core';
import classes from './HeaderButton.module.css';
import { Icon, type IconName } from './Icon';

/** A button whose word gives way to its icon where there is no room. */
export function HeaderButton({ label, icon, onClick }: { label: string; icon: IconName; onClick(): void }) {
  return (
    <Button
      size="compact-sm"
      variant="default"
      className={classes.button}
      aria-label={label}
      onClick={onClick}
    >
      <Icon name={icon} />
      <span className={classes.word}>&nbsp;{label}</span>
    </Button>
  );
}
