import { createStore, type Readable } from '../base/store';
import type { Workspace } from '../engine/workspace';
import { refOf } from './blobs';
import { clearEntries, type Entry, isBlank, isSame, newId, putEntry } from './entries';

export interface History {
  /** Counts up whenever there is something new to see. */
  changes: Readable<number>;
  /** From now on what is on the page is kept as it changes. */
  start(): void;
  /** Keeps what is on the page before something else is. */
  seal(by: string): void;
  /** Keeps what was somewhere else. */
  keep(what: Omit<Entry, 'id'>): void;
  forget(): Promise<void>;
}

type State = Pick<Entry, 'desired' | 'snapshots' | 'roles'>;

/** One entry is what was written in this time, unless something took its place. */
const SPAN_MS = 10 * 60_000;
const REST_MS = 2000;

export function createHistory({ desired, snapshots, planning, replacing }: Workspace): History {
  const changes = createStore(0);
  /** The entry that is written on. */
  let open: { id: string; since: number } | undefined;
  let last: State = stateNow();
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** One write after the other. */
  let writing = Promise.resolve();

  function stateNow(): State {
    const roles = planning.get().desired.items.length;
    return { desired: desired.now(), snapshots: snapshots.files().map(refOf), roles };
  }

  /** Never waited for: what cannot be kept is still on the page, or says so where it matters. */
  const put = (state: State, id = newId(), by?: string, at = Date.now()) => {
    if (isBlank(state)) return;
    writing = writing
      .then(() => putEntry({ ...state, id, at, by }))
      .then(() => changes.set((now) => now + 1))
      .catch(() => {});
  };

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (open) put(stateNow(), open.id);
  };

  const changed = () => {
    const now = stateNow();
    if (isSame(now, last)) return;
    const fresh = { id: newId(), since: Date.now() };
    // What was there when it was begun to be changed may have come from anywhere.
    if (!open) put(last);
    else if (tookMost(last, now)) put(last, open.id, 'An edit that took most of it away');
    else if (fresh.since - open.since > SPAN_MS) put(last, open.id);
    if (!open || tookMost(last, now) || fresh.since - open.since > SPAN_MS) open = fresh;
    last = now;
    timer ??= setTimeout(flush, REST_MS);
  };

  const seal = (by: string) => {
    clearTimeout(timer);
    timer = undefined;
    last = stateNow();
    put(last, open?.id, by);
    open = undefined;
  };
  replacing.before(seal);

  return {
    changes,
    seal,
    start() {
      last = stateNow();
      desired.subscribe(changed);
      snapshots.subscribe(changed);
      addEventListener('pagehide', () => {
        if (timer !== undefined) flush();
      });
    },
    keep: ({ by, at, ...state }) => put(state, newId(), by, at),
    async forget() {
      await writing;
      await clearEntries();
      open = undefined;
      changes.set((now) => now + 1);
    },
  };
}

/** Such an edit may be a slip of the hand. */
function tookMost({ desired: before }: State, { desired: now }: State): boolean {
  return before.text.length > 200 && now.text.length < before.text.length / 2;
}
