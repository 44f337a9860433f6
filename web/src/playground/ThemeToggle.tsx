import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useEffect } from 'react';
import { onCommand } from '../ui/commands';
import { IconButton } from '../ui/IconButton';
import { Glyph } from './Glyph';

/** Follows the system until it is pressed. */
export function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme('light') === 'dark' ? 'light' : 'dark';
  useEffect(() => onCommand('toggle-theme', () => setColorScheme(other)), [setColorScheme, other]);
  return (
    <IconButton label={`Use ${other} colours`} onClick={() => setColorScheme(other)}>
      <Glyph name={other === 'dark' ? 'moon' : 'sun'} />
    </IconButton>
  );
}
