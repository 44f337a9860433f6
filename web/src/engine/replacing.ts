import { createStore, type Readable } from '../base/store';
import type { DesiredRoles, DesiredText } from './desired';
import type { Reviews } from './reviews';
import type { SnapshotFile, Snapshots, Swap, Was } from './snapshots';

/** What something took the place of, with all that brings it back. */
export interface Replaced extends Swap {
  /** `The example drift/bypassrls`; absent: snapshots were taken away. */
  by?: string;
  at: number;
  text?: { before: DesiredText; after: DesiredText };
  /** Where it is more than the roles: `your YAML, with its comments`. */
  what?: string;
  /** How many roles the text had. */
  roles?: number;
  /** Where a snapshot took the place of another one by itself. */
  was?: Was;
}

/** The last replacement: its way back stands until the next one. */
export interface Replacing extends Readable<Replaced | undefined> {
  /** Puts a text in place of the one that is there and, with `files`, these snapshots in place of all. */
  replace(text: DesiredText, by: string, files?: SnapshotFile[], what?: string): void;
  takeAway(id: string): void;
  /** A snapshot took the place of another one by itself. */
  note(swap: Swap, was: Was): void;
  bringBack(): void;
  dismiss(): void;
  /** After a reload. */
  restore(replaced: Replaced): void;
  /** Listens for what is about to be replaced, while it is still there. Returns what stops it. */
  before(listener: (by: string) => void): () => void;
  /** Says that it is. */
  announce(by: string): void;
}

export function createReplacing(desired: DesiredRoles, snapshots: Snapshots, planning: Reviews): Replacing {
  const store = createStore<Replaced | undefined>(undefined);
  const listeners = new Set<(by: string) => void>();
  const announce = (by: string) => {
    for (const listener of listeners) listener(by);
  };
  const isThere = (id: string) => snapshots.files().some((file) => file.id === id);

  /** What was brought by the last one is nobody's work, as long as nobody has touched it. */
  const untouched = () => {
    const { text } = store.get() ?? {};
    return text !== undefined && same(text.after, desired.now());
  };

  const replace: Replacing['replace'] = (after, by, files, what) => {
    const last = untouched() ? store.get() : undefined;
    const before = last?.text?.before ?? desired.now();
    const now = snapshots.files();
    const gone = files ? without(now, files) : [];
    const came = files ? without(files, now) : [];
    const roles = last ? last.roles : planning.get().desired.items.length;
    announce(by);
    snapshots.swap({ gone, came });
    desired.step({ ...after, swap: files && { gone, came } });
    const lost = [...(last?.gone ?? []), ...without(gone, last?.came ?? [])];
    const kept = files ?? [...(last?.came ?? [])];
    const replaced = { by, what, at: Date.now(), text: { before, after }, roles, gone: lost, came: kept };
    store.set(isBack(replaced, desired.now(), isThere) || isNothing(replaced) ? undefined : replaced);
  };

  const settle = () => {
    const replaced = store.get();
    if (replaced && isBack(replaced, desired.now(), isThere)) store.set(undefined);
  };
  desired.subscribe(settle);
  snapshots.subscribe(settle);

  return {
    get: store.get,
    subscribe: store.subscribe,
    replace,
    announce,
    dismiss: () => store.set(undefined),
    restore: store.set,
    before(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    takeAway(id) {
      const file = snapshots.files().find((one) => one.id === id);
      if (!file) return;
      announce(`${file.name} was removed`);
      snapshots.swap({ gone: [file], came: [] });
      const last = store.get();
      if (last?.text && untouched() && last.came.some((one) => one.id === id)) return;
      const earlier = last && !last.by ? last.gone : [];
      store.set({ at: Date.now(), gone: [...earlier, file], came: [] });
    },

    note({ gone, came }, was) {
      const [file] = came;
      store.set({ by: file && `Another ${file.name}`, at: Date.now(), gone, came, was });
    },

    bringBack() {
      const replaced = store.get();
      if (!replaced) return;
      const { text, gone, came } = replaced;
      if (!text) {
        announce('What was brought back');
        snapshots.swap({ gone: came, came: gone });
        const [file] = gone;
        if (came.length > 0) store.set({ by: file?.name, at: Date.now(), gone: came, came: gone });
        return;
      }
      const kept = without(snapshots.files(), came);
      const files = gone.length + came.length > 0 ? [...kept, ...without(gone, kept)] : undefined;
      replace(text.before, 'What was brought back', files);
    },
  };
}

function without(files: SnapshotFile[], others: SnapshotFile[]): SnapshotFile[] {
  return files.filter(({ id }) => !others.some((other) => other.id === id));
}

function same(a: DesiredText, b: DesiredText): boolean {
  return a.format === b.format && a.text === b.text;
}

/** Undone, or brought back in any other way. */
function isBack({ text, gone }: Replaced, now: DesiredText, isThere: (id: string) => boolean): boolean {
  return (!text || same(text.before, now)) && gone.every(({ id }) => isThere(id));
}

function isNothing({ text, gone }: Replaced): boolean {
  return text?.before.text.trim() === '' && gone.length === 0;
}
