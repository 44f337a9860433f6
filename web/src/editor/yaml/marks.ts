import { ensureSyntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { Problem } from '../../planner/types';
import type { Mark } from '../props';
import { entries, items } from './context';

/** Where each problem stands: its line and column if it has them, or else the key of its item. */
export function marks(state: EditorState, problems: readonly Problem[]): Mark[] {
  // The tree may be behind by what was just typed; 20 ms is plenty for any list of roles.
  if (problems.some((problem) => problem.line == null)) ensureSyntaxTree(state, state.doc.length, 20);
  return problems.map((problem) => ({ ...place(state, problem), message: problem.message }));
}

function place(state: EditorState, problem: Problem): { from: number; to: number } {
  if (problem.line != null) return onLine(state, problem.line, problem.column ?? undefined);
  const item = problem.item == null ? undefined : items(state)[problem.item - 1];
  if (!item) return onLine(state, 1);
  const entry = entries(state, item).find(({ key }) => key === problem.key);
  if (entry) return { from: entry.from, to: entry.to };
  return onLine(state, state.doc.lineAt(item.from).number);
}

/** From the column to the end of the line; without one the line's text, never its indentation. */
export function onLine(state: EditorState, number: number, column?: number): { from: number; to: number } {
  const named = state.doc.line(Math.min(Math.max(number, 1), state.doc.lines));
  let line = named;
  // A text that ends too early is at fault where nothing is: the last line with something in it is shown.
  while (line.text.trim() === '' && line.number > 1) line = state.doc.line(line.number - 1);
  const indentation = line.text.length - line.text.trimStart().length;
  const at = column === undefined || line !== named ? indentation : column - 1;
  const from = line.from + Math.min(at, line.length);
  // At the end of the line there is nothing to underline: the last character stands for it.
  return from < line.to ? { from, to: line.to } : { from: Math.max(line.from, line.to - 1), to: line.to };
}
