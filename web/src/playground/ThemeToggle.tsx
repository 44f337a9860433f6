import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useCommand } from '../ui/context';
import { Icon } from '../ui/Icon';
import { IconButton } from '../ui/IconButton';

/** Follows the system until it is pressed. */
export function ThemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme('light') === 'dark' ? 'light' : 'dark';
  useCommand('toggle-theme', () => setColorScheme(other));
  return (
    <IconButton label={`Use ${other} colours`} onClick={() => setColorScheme(other)}>
      <Icon name={other === 'dark' ? 'moon' : 'sun'} />
    </IconButton>
  );
}
