import { Button } from '@mantine/core';
import { Glyph } from '../playground/Glyph';
import classes from '../playground/Shell.module.css';

/** A button whose word gives way to its icon where there is no room. */
export function HeaderButton({
  label,
  glyph,
  onClick,
}: {
  label: string;
  glyph: 'link' | 'reset';
  onClick(): void;
}) {
  return (
    <Button size="compact-sm" variant="default" aria-label={label} onClick={onClick}>
      <Glyph name={glyph} />
      <span className={classes.word}>&nbsp;{label}</span>
    </Button>
  );
}
