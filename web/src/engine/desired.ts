import { createStore, type Readable } from '../base/store';
import * as history from './history';
import type { Format, View } from './protocol';
import { reversed, type Swap } from './snapshot';

/** The one state that all views show: a text in one of two formats. */
export interface DesiredText {
  format: Format;
  text: string;
}

/** A text, and the snapshots that came and went with it: an undo brings both back. */
export interface Step extends DesiredText {
  swap?: Swap;
}

export interface DesiredState {
  history: history.History<Step>;
  /** Counts changes, so that an answer of the worker can be told from an older one. */
  revision: number;
}

export interface DesiredRoles extends Readable<DesiredState> {
  now(): DesiredText;
  /** Typed in this view: joins what was typed there before, unless there was a pause. */
  type(next: DesiredText, where: View): void;
  /** Can be undone alone. */
  step(next: Step): void;
  undo(): void;
  redo(): void;
}

/** Changes that follow one another within this time are undone together. */
const PAUSE_MS = 500;

export function createDesired(initial: DesiredText, onSwap: (swap: Swap) => void): DesiredRoles {
  const store = createStore<DesiredState>({ history: history.begin(initial), revision: 0 });
  let last: { at: number; where?: View } = { at: Number.NEGATIVE_INFINITY };

  const move = (how: (past: history.History<Step>) => history.History<Step>) =>
    store.set((state) => {
      const next = how(state.history);
      return next === state.history ? state : { history: next, revision: state.revision + 1 };
    });
  const change = (next: Step, joined: boolean) => {
    const { now } = store.get().history;
    if (next.format === now.format && next.text === now.text && !next.swap) return;
    // What came with the step that this joins still goes with it.
    const swap = joined ? now.swap : next.swap;
    move((past) => history.change(past, { ...next, swap }, joined));
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    now() {
      const { format, text } = store.get().history.now;
      return { format, text };
    },
    type(next, where) {
      const at = performance.now();
      const joined = where === last.where && at - last.at < PAUSE_MS;
      last = { at, where };
      change(next, joined && next.format === store.get().history.now.format);
    },
    step(next) {
      last = { at: Number.NEGATIVE_INFINITY };
      change(next, false);
    },
    undo() {
      last = { at: Number.NEGATIVE_INFINITY };
      const { now, past } = store.get().history;
      if (past.length > 0 && now.swap) onSwap(reversed(now.swap));
      move(history.undo);
    },
    redo() {
      last = { at: Number.NEGATIVE_INFINITY };
      const [next] = store.get().history.future;
      if (next?.swap) onSwap(next.swap);
      move(history.redo);
    },
  };
}
