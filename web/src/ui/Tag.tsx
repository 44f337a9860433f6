import type { ReactNode } from 'react';
import type { Words } from '../plan/words';
import { Icon } from './Icon';
import classes from './Tag.module.css';

/** A word with its symbol, in its tone. */
export function Tag({ words, children, plain }: { words: Words; children?: ReactNode; plain?: boolean }) {
  return (
    <span className={plain ? classes.plain : classes.tag} data-tone={words.tone}>
      <Icon name={words.icon} />
      <span>{children ?? words.word}</span>
    </span>
  );
}
