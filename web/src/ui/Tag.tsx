import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon';
import classes from './Tag.module.css';

/** What is shown for a value: a word, a symbol and a tone, never a tone alone. */
export interface Words {
  word: string;
  icon: IconName;
  tone: Tone;
}

export type Tone =
  | 'grants'
  | 'revokes'
  | 'credentials'
  | 'destructive'
  | 'pending'
  | 'done'
  | 'stale'
  | 'info'
  | 'muted';

/** A word with its symbol, in its tone. */
export function Tag({ words, children, plain }: { words: Words; children?: ReactNode; plain?: boolean }) {
  return (
    <span className={plain ? classes.plain : classes.tag} data-tone={words.tone}>
      <Icon name={words.icon} />
      <span>{children ?? words.word}</span>
    </span>
  );
}
