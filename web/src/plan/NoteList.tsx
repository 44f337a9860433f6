import type { Note } from '../planner/types';
import { Tag } from '../ui/Tag';
import classes from './NoteList.module.css';
import { SEVERITY } from './words';

/** What the planner has to say: how grave, about what, and what to do. */
export function NoteList({ notes }: { notes: Note[] }) {
  return (
    <ul className={classes.notes}>
      {notes.map((note) => (
        <li
          key={`${note.code} ${note.subject} ${note.message}`}
          className={classes.note}
          data-tone={SEVERITY[note.severity].tone}
        >
          <Tag plain words={SEVERITY[note.severity]} />
          <div className={classes.text}>
            <p>
              {note.subject && <code>{note.subject}</code>} {note.message}
            </p>
            {note.help && (
              <p className={classes.help}>
                <span className={classes.todo}>What to do:</span> {note.help}
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
