import { createStore, type Readable } from '../base/store';
import type { SnapshotSummary } from '../planner/types';
import type { Report, Request } from './protocol';
import type { Word } from './serving';
import type { LoadedSnapshot, RefusedFile, Shelf, SnapshotFile, SnapshotState, Swap, Was } from './snapshot';

export * from './snapshot';

export interface Snapshots extends Readable<SnapshotState> {
  /** Gives its id, unless it is refused at once. */
  add(name: string, blob: Blob): string | undefined;
  /** Opens one that is on the shelf already. */
  restore(file: SnapshotFile): void;
  /** A person says which resources it is for; `undefined`: what it says itself. */
  bind(id: string, word: Word | undefined): void;
  /** All that are there or being read, in the order they were added. */
  files(): SnapshotFile[];
  /** Those of them that are on the shelf. */
  shelved(): SnapshotFile[];
  /** Those that went go, those that came come, and what was said of one counts. */
  swap(swap: Swap): void;
  /** A file as it would be added; what is not added is forgotten. */
  make(name: string, blob: Blob, word?: Word): SnapshotFile | undefined;
  dismissRefused(id: string): void;
  /** For a worker that was started in place of one that stopped. */
  reopenAll(): void;
  opened(report: Extract<Report, { kind: 'opened' }>): void;
  refused(report: Extract<Report, { kind: 'refused' }>): void;
}

const LIMIT_MB = 256;

/** `catalog.<resource>.json` is of that resource, unless the file itself says another one. */
export function resourceOf(fileName: string): string | undefined {
  return /^catalog\.(.+)\.json$/i.exec(fileName)?.[1];
}

/** A case of the planner's tests says of a file that names no resource that it is every one's. */
export function wordOfCase(fileName: string): Word | undefined {
  return resourceOf(fileName) === undefined ? 'every' : undefined;
}

export function createSnapshots(
  send: (request: Request) => void,
  shelf: Shelf,
  onTwin: (swap: Swap, was: Was) => void,
): Snapshots {
  const store = createStore<SnapshotState>({ loaded: [], names: {}, opening: [], refused: [] });
  /** The files of all that are open: a worker that is started again reads them once more. */
  const files = new Map<string, SnapshotFile>();
  const shelved = new Set<string>();
  let lastId = 0;

  const newId = () => {
    lastId = Math.max(Date.now(), lastId + 1);
    return `${lastId}`;
  };

  const open = (file: SnapshotFile) => {
    files.set(file.id, file);
    store.set((now) => ({ ...now, opening: [...now.opening, file] }));
    const { id, resource, word, blob } = file;
    send({ kind: 'open', id, resource, word, blob });
  };

  const put = (file: SnapshotFile) => {
    shelved.add(file.id);
    shelf.put(file);
  };

  const refuse = (file: RefusedFile) =>
    store.set((now) => ({
      ...now,
      opening: now.opening.filter((other) => other.id !== file.id),
      refused: [...now.refused.filter((other) => other.name !== file.name), file],
    }));

  const remove = (id: string) => {
    files.delete(id);
    store.set((now) => ({
      ...now,
      loaded: now.loaded.filter((snapshot) => snapshot.id !== id),
      opening: now.opening.filter((file) => file.id !== id),
    }));
    send({ kind: 'close', id });
  };

  const make = (name: string, blob: Blob, word?: Word): SnapshotFile | undefined => {
    const id = newId();
    if (blob.size <= LIMIT_MB * 1024 * 1024) return { id, name, resource: resourceOf(name), word, blob };
    const size = Math.round(blob.size / 1024 / 1024);
    const message = `${size} MB is more than a browser can plan on (${LIMIT_MB} MB). Take a snapshot of the databases concerned only: rolewright snapshot NAME --database a --database b`;
    refuse({ id, name, message });
    return undefined;
  };

  const bind = (id: string, word: Word | undefined) => {
    const file = files.get(id);
    if (!file) return;
    const bound = { ...file, word };
    files.set(id, bound);
    store.set((now) => ({
      ...now,
      loaded: now.loaded.map((snapshot) => (snapshot.id === id ? { ...snapshot, word } : snapshot)),
    }));
    send({ kind: 'bind', id, word });
    put(bound);
  };

  const all = () => [...files.values()].sort((a, b) => Number(a.id) - Number(b.id));

  return {
    get: store.get,
    subscribe: store.subscribe,
    make,
    files: all,
    shelved: () => all().filter(({ id }) => shelved.has(id)),

    add(name, blob) {
      const file = make(name, blob);
      if (file) open(file);
      return file?.id;
    },

    swap({ gone, came, said }) {
      for (const { id } of gone) if (files.has(id)) remove(id);
      for (const file of came) if (!files.has(file.id)) open(file);
      if (said) bind(said.id, said.after);
    },

    restore(file) {
      shelved.add(file.id);
      open(file);
    },

    bind,

    dismissRefused: (id) =>
      store.set((now) => ({ ...now, refused: now.refused.filter((file) => file.id !== id) })),

    reopenAll() {
      const again = [...files.values()];
      store.set((now) => ({ ...now, opening: [] }));
      again.forEach(open);
    },

    opened({ id, summary, names, fingerprint }) {
      const read = files.get(id);
      if (!read) return;
      const file = { ...read, resource: summary.resource ?? read.resource };
      files.set(id, file);
      const { name, resource, word } = file;
      const twin = store
        .get()
        .loaded.find((other) => other.id !== id && other.name === name && other.resource === resource);
      // The one that was added last stays, whichever was read last.
      if (twin && Number(twin.id) > Number(id)) return remove(id);
      const replaced = twin && files.get(twin.id);
      store.set((now) => ({
        ...now,
        opening: now.opening.filter((other) => other.id !== id),
        loaded: inOrder([
          ...now.loaded.filter((other) => other.id !== id),
          { id, name, resource, word, summary, fingerprint },
        ]),
        names: { ...now.names, [id]: names },
      }));
      if (!shelved.has(id)) put(file);
      if (!replaced) return;
      remove(replaced.id);
      // The same facts once more replace nothing.
      if (twin.fingerprint === fingerprint) return;
      onTwin({ gone: [replaced], came: [file] }, whatItWas(twin.summary, summary));
    },

    refused({ id, problem }) {
      const file = files.get(id);
      files.delete(id);
      shelf.remove(id);
      if (file) refuse({ id, name: file.name, message: problem.message });
    },
  };
}

function whatItWas(was: SnapshotSummary, is: SnapshotSummary): Was {
  const { server_version: version, taken_at } = was;
  return { version, taken: taken_at ?? undefined, elsewhere: was.system_identifier !== is.system_identifier };
}

/** Files are read at the same time: the order they were added in counts, not who came first. */
function inOrder(loaded: LoadedSnapshot[]): LoadedSnapshot[] {
  return loaded.sort((a, b) => Number(a.id) - Number(b.id));
}
