import { createStore } from '../base/store';
import * as history from './history';
import type { Format } from './protocol';

/** The one state that all views show: a text in one of two formats. */
export interface DesiredText {
  format: Format;
  text: string;
}

export interface DesiredState {
  history: history.History<DesiredText>;
  /** Counts changes, so that an answer of the worker can be told from an older one. */
  revision: number;
}

export const desiredStore = createStore<DesiredState>({
  history: history.begin<DesiredText>({ format: 'yaml', text: '' }),
  revision: 0,
});

/** Changes that follow one another within this time are undone together. */
const PAUSE_MS = 500;
let lastTyped = Number.NEGATIVE_INFINITY;

/** `typing`: joins the change before it unless there was a pause. `step`: can be undone alone. */
export function edit(next: DesiredText, how: 'typing' | 'step' = 'typing'): void {
  const { now } = desiredStore.get().history;
  if (next.format === now.format && next.text === now.text) return;
  const time = performance.now();
  const joined = how === 'typing' && next.format === now.format && time - lastTyped < PAUSE_MS;
  lastTyped = how === 'typing' ? time : Number.NEGATIVE_INFINITY;
  move((past) => history.change(past, next, joined));
}

export function undo(): void {
  lastTyped = Number.NEGATIVE_INFINITY;
  move(history.undo);
}

export function redo(): void {
  lastTyped = Number.NEGATIVE_INFINITY;
  move(history.redo);
}

/** Puts in place what the page begins with: nothing to undo. */
export function begin(text: DesiredText): void {
  move(() => history.begin(text));
}

function move(how: (past: history.History<DesiredText>) => history.History<DesiredText>): void {
  desiredStore.set((state) => {
    const next = how(state.history);
    return next === state.history ? state : { history: next, revision: state.revision + 1 };
  });
}
