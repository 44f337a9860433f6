import { Annotation } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';

/** Marks a change that came from outside: it is not reported back. */
export const fromOutside = Annotation.define<true>();

/** The smallest change that makes `before` into `after`, so that the caret stays where it is. */
export function difference(before: string, after: string): { from: number; to: number; insert: string } {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  let tail = 0;
  while (
    tail < shorter - from &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { from, to: before.length - tail, insert: after.slice(from, after.length - tail) };
}

export function sync(view: EditorView, text: string): void {
  const before = view.state.doc.toString();
  // CodeMirror has one line break: a text with CRLF is the same text to it.
  const after = text.replace(/\r\n?/g, '\n');
  if (before === after) return;
  const changes = difference(before, after);
  const focused = view.hasFocus;
  view.dispatch({
    changes,
    // Undo and redo go to where they changed something.
    selection: focused ? { anchor: changes.from + changes.insert.length } : undefined,
    scrollIntoView: focused,
    annotations: fromOutside.of(true),
  });
}
