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
export function Tag({ words, children, plain, loud }: Props) {
  return (
    <span
      className={plain ? classes.plain : classes.tag}
      data-tone={words.tone}
      data-loud={loud || undefined}
    >
      <Icon name={words.icon} />
      <span>{children ?? words.word}</span>
    </span>
  );
}

interface Props {
  words: Words;
  children?: ReactNode;
  /** Without a background. */
  plain?: boolean;
  /** What must not be read over. */
  loud?: boolean;
}
