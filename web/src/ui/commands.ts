import { createStore, type Readable } from '../base/store';

/** What can be asked for by its keys or from the palette. A page defines its own. */
export interface Command {
  name: string;
  label: string;
  group: string;
  /** Each one chord, or two keys one after the other (`g p`). `mod` is ⌘ on a Mac and Ctrl elsewhere. */
  keys?: readonly string[];
  /** While something is typed, only in there: an editor elsewhere has its own. */
  within?: string;
  /** What is asked for where nobody on the page does this. */
  orElse?: string;
}

/** Which commands there are, and who does them just now. */
export interface Commands extends Readable<readonly Command[]> {
  /** Returns what takes them away again. */
  define(commands: readonly Command[]): () => void;
  /** Returns what stops listening: an effect can return it. */
  on(name: string, run: () => void): () => void;
  has(name: string): boolean;
  /** Whether anybody did it. */
  run(name: string): boolean;
}

export function createCommands(): Commands {
  const store = createStore<readonly Command[]>([]);
  const listeners = new Map<string, Set<() => void>>();
  const has = (name: string) => (listeners.get(name)?.size ?? 0) > 0;
  const run = (name: string): boolean => {
    if (has(name)) {
      for (const listener of [...(listeners.get(name) ?? [])]) listener();
      return true;
    }
    const { orElse } = store.get().find((command) => command.name === name) ?? {};
    return orElse !== undefined && run(orElse);
  };
  return {
    get: store.get,
    subscribe: store.subscribe,
    has,
    run,
    define(commands) {
      store.set((now) => [...now, ...commands]);
      return () => store.set((now) => now.filter((command) => !commands.includes(command)));
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => set.delete(listener);
    },
  };
}
