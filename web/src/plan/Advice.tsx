import { memo, useState } from 'react';
import type { Note } from '../planner/types';
import { count } from '../ui/format';
import { Tag } from '../ui/Tag';
import classes from './Advice.module.css';
import { NoteList } from './NoteList';
import { SEVERITY } from './words';

const FIRST = 20;

/** What the plan leaves alone but somebody should know. */
export const Advice = memo(function Advice({ notes }: { notes: Note[] }) {
  const [all, setAll] = useState(false);
  if (notes.length === 0) return null;
  const gravest =
    (['error', 'warning', 'info'] as const).find((s) => notes.some((n) => n.severity === s)) ?? 'info';
  const shown = all ? notes : notes.slice(0, FIRST);
  return (
    <details className={classes.advice}>
      <summary>
        Advice <Tag words={SEVERITY[gravest]}>{count(notes.length, 'note')}</Tag>
      </summary>
      <NoteList notes={shown} />
      {shown.length < notes.length && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          Show the other {count(notes.length - shown.length, 'note')}
        </button>
      )}
    </details>
  );
});
