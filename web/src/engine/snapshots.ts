import { createStore, type Readable } from '../base/store';
import type { Report, Request } from './protocol';
import type { LoadedSnapshot, RefusedFile, Shelf, SnapshotFile, SnapshotState, Swap } from './snapshot';

export type * from './snapshot';

export interface Snapshots extends Readable<SnapshotState> {
  /** Gives its id, unless it is refused at once. */
  add(name: string, blob: Blob, resource?: string): string | undefined;
  /** Opens one that is on the shelf already. */
  restore(file: SnapshotFile): void;
  bind(id: string, resource: string | undefined): void;
  /** All that are there or being read, in the order they were added. */
  files(): SnapshotFile[];
  /** Those of them that are on the shelf. */
  shelved(): SnapshotFile[];
  /** Those that came and are there go, and those that went come back. */
  swap(swap: Swap): void;
  /** A file as it would be added; what is not added is forgotten. */
  make(name: string, blob: Blob, resource?: string): SnapshotFile | undefined;
  dismissRefused(id: string): void;
  /** For a worker that was started in place of one that stopped. */
  reopenAll(): void;
  opened(report: Extract<Report, { kind: 'opened' }>): void;
  refused(report: Extract<Report, { kind: 'refused' }>): void;
}

const LIMIT_MB = 256;

/** `catalog.<resource>.json` is for that resource alone. */
export function resourceOf(fileName: string): string | undefined {
  return /^catalog\.(.+)\.json$/i.exec(fileName)?.[1];
}

export function createSnapshots(
  send: (request: Request) => void,
  shelf: Shelf,
  onTwin: (swap: Swap) => void,
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
    send({ kind: 'open', id: file.id, resource: file.resource, blob: file.blob });
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

  const make = (name: string, blob: Blob, resource = resourceOf(name)): SnapshotFile | undefined => {
    const id = newId();
    if (blob.size <= LIMIT_MB * 1024 * 1024) return { id, name, resource, blob };
    const size = Math.round(blob.size / 1024 / 1024);
    const message = `${size} MB is more than a browser can plan on (${LIMIT_MB} MB). Take a snapshot of the databases concerned only: rolewright snapshot NAME --database a --database b`;
    refuse({ id, name, message });
    return undefined;
  };

  const all = () => [...files.values()].sort((a, b) => Number(a.id) - Number(b.id));

  return {
    get: store.get,
    subscribe: store.subscribe,
    make,
    files: all,
    shelved: () => all().filter(({ id }) => shelved.has(id)),

    add(name, blob, resource) {
      const file = make(name, blob, resource);
      if (file) open(file);
      return file?.id;
    },

    swap({ gone, came }) {
      for (const { id } of gone) if (files.has(id)) remove(id);
      for (const file of came) if (!files.has(file.id)) open(file);
    },

    restore(file) {
      shelved.add(file.id);
      open(file);
    },

    bind(id, resource) {
      const file = files.get(id);
      if (!file) return;
      const bound = { ...file, resource };
      files.set(id, bound);
      store.set((now) => ({
        ...now,
        loaded: now.loaded.map((snapshot) => (snapshot.id === id ? { ...snapshot, resource } : snapshot)),
      }));
      send({ kind: 'bind', id, resource });
      put(bound);
    },

    dismissRefused: (id) =>
      store.set((now) => ({ ...now, refused: now.refused.filter((file) => file.id !== id) })),

    reopenAll() {
      const again = [...files.values()];
      store.set((now) => ({ ...now, opening: [] }));
      again.forEach(open);
    },

    opened({ id, summary, names, fingerprint }) {
      const file = files.get(id);
      if (!file) return;
      const { name, resource } = file;
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
          { id, name, resource, summary, fingerprint },
        ]),
        names: { ...now.names, [id]: names },
      }));
      if (!shelved.has(id)) put(file);
      if (!replaced) return;
      remove(replaced.id);
      // The same facts once more replace nothing.
      if (twin.fingerprint !== fingerprint) onTwin({ gone: [replaced], came: [file] });
    },

    refused({ id, problem }) {
      const file = files.get(id);
      files.delete(id);
      shelf.remove(id);
      if (file) refuse({ id, name: file.name, message: problem.message });
    },
  };
}

/** Files are read at the same time: the order they were added in counts, not who came first. */
function inOrder(loaded: LoadedSnapshot[]): LoadedSnapshot[] {
  return loaded.sort((a, b) => Number(a.id) - Number(b.id));
}
