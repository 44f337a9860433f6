import { createStore, type Readable } from '../base/store';
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

export interface DesiredRoles extends Readable<DesiredState> {
  now(): DesiredText;
  /** `typing`: joins the change before it unless there was a pause. `step`: can be undone alone. */
  edit(next: DesiredText, how?: 'typing' | 'step'): void;
  undo(): void;
  redo(): void;
}

/** Changes that follow one another within this time are undone together. */
const PAUSE_MS = 500;

export function createDesired(initial: DesiredText): DesiredRoles {
  const store = createStore<DesiredState>({ history: history.begin(initial), revision: 0 });
  let lastTyped = Number.NEGATIVE_INFINITY;

  const move = (how: (past: history.History<DesiredText>) => history.History<DesiredText>) =>
    store.set((state) => {
      const next = how(state.history);
      return next === state.history ? state : { history: next, revision: state.revision + 1 };
    });
  const step = (how: typeof history.undo<DesiredText>) => {
    lastTyped = Number.NEGATIVE_INFINITY;
    move(how);
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    now: () => store.get().history.now,
    edit(next, how = 'typing') {
      const { now } = store.get().history;
      if (next.format === now.format && next.text === now.text) return;
      const time = performance.now();
      const joined = how === 'typing' && next.format === now.format && time - lastTyped < PAUSE_MS;
      lastTyped = how === 'typing' ? time : Number.NEGATIVE_INFINITY;
      move((past) => history.change(past, next, joined));
    },
    undo: () => step(history.undo),
    redo: () => step(history.redo),
  };
}
