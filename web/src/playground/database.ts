/** What the page keeps in IndexedDB: snapshots as the files they came in, and what was written before. */
type StoreName = 'snapshots' | 'history';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('rolewright', 2);
    request.onupgradeneeded = () => {
      const database = request.result;
      for (const name of ['snapshots', 'history'] satisfies StoreName[]) {
        if (!database.objectStoreNames.contains(name)) database.createObjectStore(name, { keyPath: 'id' });
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error('The browser holds the storage of this page locked.'));
  });
}

/** One transaction: what `act` asks for last is what comes of it. */
export async function inStore<T>(
  name: StoreName,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () =>
        reject(transaction.error ?? new Error('The browser could not store the file.'));
    });
  } finally {
    database.close();
  }
}
