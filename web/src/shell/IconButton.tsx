import { ActionIcon } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props {
  label: string;
  disabled?: boolean;
  onClick(): void;
  children: ReactNode;
}

export function IconButton({ label, disabled, onClick, children }: Props) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      c="inherit"
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={onClick}
    >
      {children}
    </ActionIcon>
  );
}
