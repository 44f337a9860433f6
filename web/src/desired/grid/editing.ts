import type { Column } from '../columns';

/** The one cell that is being written in. */
export interface Editing {
  /** In the table. */
  row: number;
  column: Column;
  /** What was there. */
  before: string;
  /** Begun by a letter: in a list it begins one more value, elsewhere it takes the place of all. */
  typed: string;
  /** It was at fault before: what is wrong is said all the while. */
  faulty: boolean;
}

/** How a cell is left: where the cursor goes then, or with what was there before. */
export type Leave = 'down' | 'next' | 'previous' | 'cancel' | 'away';

export interface EditorProps {
  label: string;
  value: string;
  typed: string;
  /** It cannot be changed just now, but keeps the focus. */
  waiting: boolean;
  invalid: boolean;
  describedBy?: string;
  placeholder?: string;
  options(): string[];
  onChange(value: string): void;
  onLeave(how: Leave): void;
}
