import type { DesiredText } from '../engine/desired';
import { dropFiles, type SnapshotRef } from './blobs';
import { inStore } from './database';

/** What was on the page at a time: the last that it was then. */
export interface Entry {
  /** Counts up in the order of time. */
  id: string;
  at: number;
  desired: DesiredText;
  snapshots: SnapshotRef[];
  roles?: number;
  /** What took its place; absent: it was edited on. */
  by?: string;
}

const MOST = 100;
const MOST_TEXT = 16 * 1024 * 1024;
/** Of snapshots that are on no page any more. */
const MOST_FILES = 300 * 1024 * 1024;
/** A file this young may be of a tab that has not written what it has. */
const YOUNG_MS = 10 * 60_000;

export function newId(): string {
  const [random] = crypto.getRandomValues(new Uint32Array(1));
  return `${Date.now()}-${random}`;
}

export function isBlank({ desired, snapshots }: Pick<Entry, 'desired' | 'snapshots'>): boolean {
  return desired.text.trim() === '' && snapshots.length === 0;
}

export function isSame(a: Pick<Entry, 'desired' | 'snapshots'>, b: typeof a): boolean {
  return (
    a.desired.text === b.desired.text &&
    a.desired.format === b.desired.format &&
    JSON.stringify(a.snapshots) === JSON.stringify(b.snapshots)
  );
}

/** Newest first. */
export async function allEntries(): Promise<Entry[]> {
  const all: Entry[] = await inStore('history', 'readonly', (store) => store.getAll());
  return all.reverse();
}

/** Keeps it, once: the same as the newest only says more of that one. */
export async function putEntry(entry: Entry): Promise<void> {
  const cursor = await inStore('history', 'readonly', (store) => store.openCursor(null, 'prev'));
  const newest: Entry | undefined = cursor?.value;
  const known = newest && newest.id !== entry.id && isSame(newest, entry);
  const put = known ? { ...newest, at: entry.at, by: entry.by ?? newest.by } : entry;
  await inStore('history', 'readwrite', (store) => store.put(put));
}

export async function clearEntries(): Promise<void> {
  await inStore('history', 'readwrite', (store) => store.clear());
}

/** Forgets the oldest of too many, and the snapshots that nothing names any more. */
export async function tidy(onPage: readonly SnapshotRef[]): Promise<void> {
  const entries = await allEntries();
  let text = 0;
  const kept = entries.filter(({ desired }, index) => {
    text += desired.text.length;
    return index < MOST && text < MOST_TEXT;
  });
  for (const { id } of entries.slice(kept.length))
    await inStore('history', 'readwrite', (store) => store.delete(id));

  const files: { id: string; blob: Blob }[] = await inStore('snapshots', 'readonly', (store) =>
    store.getAll(),
  );
  const shown = new Set(onPage.map(({ id }) => id));
  const named = new Set(kept.flatMap(({ snapshots }) => snapshots.map(({ id }) => id)));
  let bytes = 0;
  const dropped = files.reverse().filter(({ id, blob }) => {
    if (shown.has(id) || Date.now() - Number(id) < YOUNG_MS) return false;
    bytes += blob.size;
    return !named.has(id) || bytes > MOST_FILES;
  });
  await dropFiles(dropped.map(({ id }) => id));
}
