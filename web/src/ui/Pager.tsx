import { Button } from '@mantine/core';
import { number } from './format';
import classes from './Pager.module.css';

/** Which part of many is shown; nothing where all fit. */
export function Pager({ from, size, total, what, below, onMove }: Props) {
  if (total <= size) return null;
  const to = Math.min(from + size, total);
  const last = Math.floor((total - 1) / size) * size;
  return (
    <nav className={classes.pager} aria-label={`Pages of ${what}${below ? ', below' : ''}`}>
      <Button size="compact-xs" variant="default" disabled={from === 0} onClick={() => onMove(0)}>
        First
      </Button>
      <Button size="compact-xs" variant="default" disabled={from === 0} onClick={() => onMove(from - size)}>
        Previous
      </Button>
      <span role={below ? undefined : 'status'}>
        {number(from + 1)}–{number(to)} of {number(total)} {what}
      </span>
      <Button size="compact-xs" variant="default" disabled={to === total} onClick={() => onMove(from + size)}>
        Next
      </Button>
      <Button size="compact-xs" variant="default" disabled={to === total} onClick={() => onMove(last)}>
        Last
      </Button>
    </nav>
  );
}

interface Props {
  from: number;
  size: number;
  total: number;
  what: string;
  /** The second one, below the list. */
  below?: boolean;
  onMove(from: number): void;
}
