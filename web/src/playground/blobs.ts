import type { Shelf, SnapshotFile } from '../engine/snapshots';
import type { Notices } from '../ui/notices';
import { inStore } from './database';

/** A snapshot by its name: the file itself is kept once. */
export type SnapshotRef = Omit<SnapshotFile, 'blob'>;

export function refOf({ id, name, resource, word }: SnapshotRef): SnapshotRef {
  return { id, name, resource, word };
}

/** The files that are still kept, bound as the references say; without any: all that there are. */
export async function loadFiles(refs: readonly SnapshotRef[] | undefined): Promise<SnapshotFile[]> {
  const all: SnapshotFile[] = await inStore('snapshots', 'readonly', (store) => store.getAll());
  if (!refs) return all;
  return refs.flatMap(({ id, resource, word }) => {
    const file = all.find((one) => one.id === id);
    return file ? [{ ...file, resource, word }] : [];
  });
}

export async function putFile(file: SnapshotFile): Promise<void> {
  await inStore('snapshots', 'readwrite', (store) => store.put(file));
}

export async function dropFiles(ids: readonly string[]): Promise<void> {
  for (const id of ids) await inStore('snapshots', 'readwrite', (store) => store.delete(id));
}

export function createShelf({ notify }: Notices): Shelf {
  return {
    put: (file) =>
      void putFile(file).catch(() =>
        notify({
          tone: 'warning',
          title: 'The snapshot is not kept over a reload',
          text: 'The browser has no room or no permission to store it. It works until the page is closed.',
        }),
      ),
    // What could not be stored need not be removed.
    remove: (id) => void dropFiles([id]).catch(() => {}),
  };
}
