const PATHS = {
  check: 'M3 8.5l3.2 3.2L13 4.8',
  cross: 'M4 4l8 8M12 4l-8 8',
  delta: 'M8 3l5.5 10h-11z',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5v3l2 1.5',
  empty: 'M3.5 3.5h9v9h-9zM3.5 12.5l9-9',
  plus: 'M8 3v10M3 8h10',
  minus: 'M3 8h10',
  key: 'M10.5 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM8.7 7.3L3 13M5 11l1.6 1.6',
  warning: 'M8 2.5l6 11H2zM8 6.5v3.4M8 11.6v.4',
  info: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 7.4V11M8 5v.4',
  copy: 'M5.5 5.5h7v7h-7zM3.5 10.5v-7h7',
  download: 'M8 2.5v7.5M4.8 7L8 10.2 11.2 7M3 13h10',
} as const;

export type IconName = keyof typeof PATHS;

/** Decoration: a word always stands beside it, or it is in the control's label. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg
      aria-hidden="true"
      width="1em"
      height="1em"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.7"
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none', verticalAlign: '-0.14em' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
