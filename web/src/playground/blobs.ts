/** Snapshots in IndexedDB, as the files they came in. */
export interface StoredSnapshot {
  id: string;
  name: string;
  resource?: string;
  blob: Blob;
}

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

export const blobs = {
  /** In the order they were added: ids count up. */
  all: (): Promise<StoredSnapshot[]> => inStore('readonly', (store) => store.getAll()),
  put: (snapshot: StoredSnapshot): Promise<unknown> => inStore('readwrite', (store) => store.put(snapshot)),
  remove: (id: string): Promise<unknown> => inStore('readwrite', (store) => store.delete(id)),
};
