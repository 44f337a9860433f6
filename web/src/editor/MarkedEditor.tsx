import type { Names, Problem } from '../planner/types';
import { lazyPart } from '../ui/lazyPart';
import classes from './Editor.module.css';
import type { EditorProps } from './props';

export interface MarkedEditorProps extends Omit<EditorProps, 'language' | 'problems'> {
  language: 'yaml' | 'csv';
  problems?: readonly Problem[];
  /** Completion, for the resource of the item that is being written; absent: nothing to offer. */
  names?(resource: string | undefined): Names | undefined;
  /** Another one moves the caret to its place. */
  goTo?: { problem: Problem };
}

/** Edits desired roles as text, with the problems the planner has with them. */
export const MarkedEditor = lazyPart<MarkedEditorProps>(
  'The editor',
  () => import('./MarkedMirror'),
  ({ value }) => <pre className={classes.waiting}>{value}</pre>,
);
