import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';

/** A stretch of the text with something to say about it. */
export interface Mark {
  from: number;
  to: number;
  message: string;
}

export interface EditorProps {
  /** For screen readers. */
  label: string;
  value: string;
  /** Absent: the text can be read, selected and searched. */
  onChange?(text: string): void;
  /** For a moment the text can only be read; the caret stays. */
  waiting?: boolean;
  language?: 'yaml' | 'sql' | 'csv';
  placeholder?: string;
  /** Undo is the page's own, as for the desired roles; absent: the editor's. */
  history?: { undo(): void; redo(): void };
  problems?: readonly Mark[];
  /** What to insert instead of a pasted text; whole lines. `blank`: into nothing. */
  onPaste?(text: string, blank: boolean): string | undefined;
  /** Read once. */
  extensions?: Extension;
  /** To move the caret, or focus; with undefined when it goes. */
  onView?(view: EditorView | undefined): void;
}
