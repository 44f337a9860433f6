import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  label: string;
  disabled?: boolean;
  /** Nothing comes of a click at the moment; the button keeps the focus. */
  waiting?: boolean;
  /** Of one that is reached by keys in another way. */
  tabIndex?: -1;
  onClick(): void;
  children: ReactNode;
}

export function IconButton({ label, disabled, waiting, tabIndex, onClick, children }: Props) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="inherit"
      aria-label={label}
      title={label}
      tabIndex={tabIndex}
      disabled={disabled}
      aria-disabled={waiting || undefined}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}
