import { createTheme, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#eef1fc',
  '#dbe1f6',
  '#b6c1ec',
  '#8e9fe2',
  '#6d82da',
  '#566fd4',
  '#4659c9',
  '#3b4cc0',
  '#3141a3',
  '#263487',
];

/** Dense and calm: the text under review is what stands out. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  colors: { ink },
  autoContrast: true,
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  defaultRadius: 'sm',
  radius: { xs: '0.25rem', sm: '0.25rem', md: '0.5rem', lg: '0.5rem', xl: '0.5rem' },
  respectReducedMotion: true,
  focusRing: 'auto',
  cursorType: 'pointer',
  fontSizes: {
    xs: 'var(--rw-12)',
    sm: 'var(--rw-13)',
    md: 'var(--rw-14)',
    lg: 'var(--rw-16)',
    xl: 'var(--rw-20)',
  },
});
