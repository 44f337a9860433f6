import { createStore } from '../base/store';
import type { Names } from '../planner/types';
import { blobs, type StoredSnapshot } from '../playground/blobs';
import { notify } from '../ui/notices';
import type { LoadedSnapshot } from '../workspace/hooks';
import { send } from './client';
import type { Report } from './protocol';

export interface RefusedFile {
  id: string;
  name: string;
  message: string;
}

export interface Snapshots {
  loaded: LoadedSnapshot[];
  /** What completion offers, by snapshot. */
  names: Record<string, Names>;
  opening: StoredSnapshot[];
  refused: RefusedFile[];
}

export const snapshotStore = createStore<Snapshots>({ loaded: [], names: {}, opening: [], refused: [] });

const LIMIT_MB = 256;
/** The files of all that are open: a worker that is started again reads them once more. */
const files = new Map<string, StoredSnapshot>();
const stored = new Set<string>();

/** `catalog.<resource>.json` is for that resource alone. */
export function resourceOf(fileName: string): string | undefined {
  return /^catalog\.(.+)\.json$/i.exec(fileName)?.[1];
}

export function addSnapshot(name: string, blob: Blob, resource = resourceOf(name)): void {
  const id = newId();
  if (blob.size > LIMIT_MB * 1024 * 1024) {
    const size = Math.round(blob.size / 1024 / 1024);
    refuse({
      id,
      name,
      message: `${size} MB is more than a browser can plan on (${LIMIT_MB} MB). Take a snapshot of the databases concerned only: rolewright snapshot NAME --database a --database b`,
    });
    return;
  }
  open({ id, name, resource, blob });
}

export function restoreSnapshot(file: StoredSnapshot): void {
  stored.add(file.id);
  open(file);
}

function open(file: StoredSnapshot): void {
  files.set(file.id, file);
  snapshotStore.set((now) => ({ ...now, opening: [...now.opening, file] }));
  send({ kind: 'open', id: file.id, resource: file.resource, blob: file.blob });
}

/** For a worker that was started in place of one that stopped. */
export function reopenAll(except?: string): void {
  const again = [...files.values()].filter(({ id }) => id !== except);
  snapshotStore.set((now) => ({ ...now, opening: [] }));
  for (const file of again) open(file);
}

export function opened({ id, summary, names, fingerprint }: Extract<Report, { kind: 'opened' }>): void {
  const file = files.get(id);
  if (!file) return;
  const { name, resource } = file;
  const known = snapshotStore.get().loaded;
  const twin = known.find((other) => other.id !== id && other.name === name && other.resource === resource);
  // The one that was added last stays, whichever was read last.
  if (twin && Number(twin.id) > Number(id)) {
    removeSnapshot(id);
    return;
  }
  snapshotStore.set((now) => ({
    ...now,
    opening: now.opening.filter((other) => other.id !== id),
    loaded: inOrder([
      ...now.loaded.filter((other) => other.id !== id),
      { id, name, resource, summary, fingerprint },
    ]),
    names: { ...now.names, [id]: names },
  }));
  if (twin) removeSnapshot(twin.id);
  if (!stored.has(id)) store(file);
}

export function refused({ id, problem }: Extract<Report, { kind: 'refused' }>): void {
  const file = files.get(id);
  files.delete(id);
  forget(id);
  if (file) refuse({ id, name: file.name, message: problem.message });
}

export function bindSnapshot(id: string, resource: string | undefined): void {
  const file = files.get(id);
  if (!file) return;
  const bound = { ...file, resource };
  files.set(id, bound);
  snapshotStore.set((now) => ({
    ...now,
    loaded: now.loaded.map((snapshot) => (snapshot.id === id ? { ...snapshot, resource } : snapshot)),
  }));
  send({ kind: 'bind', id, resource });
  store(bound);
}

export function removeSnapshot(id: string): void {
  files.delete(id);
  stored.delete(id);
  snapshotStore.set((now) => ({
    ...now,
    loaded: now.loaded.filter((snapshot) => snapshot.id !== id),
    opening: now.opening.filter((file) => file.id !== id),
  }));
  send({ kind: 'close', id });
  forget(id);
}

/** Returns what puts them back, in place of what is there by then. */
export function removeAllSnapshots(): () => void {
  const removed = [...files.values()];
  for (const { id } of removed) removeSnapshot(id);
  return () => {
    removeAllSnapshots();
    removed.forEach(open);
  };
}

export function dismissRefused(id: string): void {
  snapshotStore.set((now) => ({ ...now, refused: now.refused.filter((file) => file.id !== id) }));
}

function refuse(file: RefusedFile): void {
  snapshotStore.set((now) => ({
    ...now,
    opening: now.opening.filter((other) => other.id !== file.id),
    refused: [...now.refused.filter((other) => other.name !== file.name), file],
  }));
}

function store(file: StoredSnapshot): void {
  stored.add(file.id);
  blobs.put(file).catch(() =>
    notify({
      tone: 'warning',
      title: 'The snapshot is not kept over a reload',
      text: 'The browser has no room or no permission to store it. It works until the page is closed.',
    }),
  );
}

function forget(id: string): void {
  // What could not be stored need not be removed.
  blobs.remove(id).catch(() => {});
}

/** Files are read at the same time: the order they were added in counts, not who came first. */
function inOrder(loaded: LoadedSnapshot[]): LoadedSnapshot[] {
  return loaded.sort((a, b) => Number(a.id) - Number(b.id));
}

let lastId = 0;
/** Counts up over reloads, so that the order of adding is kept. */
function newId(): string {
  lastId = Math.max(Date.now(), lastId + 1);
  return `${lastId}`;
}
