import type { Shelf, SnapshotFile } from '../engine/snapshots';
import type { Notices } from '../ui/notices';

const STORE = 'snapshots';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('rolewright', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('The browser holds the storage of this page locked.'));
  });
}

async function inStore<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () =>
        reject(transaction.error ?? new Error('The browser could not store the file.'));
    });
  } finally {
    database.close();
  }
}

/** Snapshots in IndexedDB, as the files they came in; in the order they were added: ids count up. */
export function allSnapshots(): Promise<SnapshotFile[]> {
  return inStore('readonly', (store) => store.getAll());
}

export function createShelf({ notify }: Notices): Shelf {
  return {
    put: (file) =>
      void inStore('readwrite', (store) => store.put(file)).catch(() =>
        notify({
          tone: 'warning',
          title: 'The snapshot is not kept over a reload',
          text: 'The browser has no room or no permission to store it. It works until the page is closed.',
        }),
      ),
    // What could not be stored need not be removed.
    remove: (id) => void inStore('readwrite', (store) => store.delete(id)).catch(() => {}),
  };
}
