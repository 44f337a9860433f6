/** What can be undone: states before and after the one that stands. */
export interface History<T> {
  readonly past: readonly T[];
  readonly now: T;
  readonly future: readonly T[];
}

const LIMIT = 500;

export function begin<T>(now: T): History<T> {
  return { past: [], now, future: [] };
}

/** `joined`: one step with the change before it, as the letters of a word are. */
export function change<T>({ past, now }: History<T>, next: T, joined: boolean): History<T> {
  return { past: joined ? past : [...past, now].slice(-LIMIT), now: next, future: [] };
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1);
  if (before === undefined) return history;
  return { past: history.past.slice(0, -1), now: before, future: [history.now, ...history.future] };
}

export function redo<T>(history: History<T>): History<T> {
  const [after, ...future] = history.future;
  if (after === undefined) return history;
  return { past: [...history.past, history.now], now: after, future };
}
