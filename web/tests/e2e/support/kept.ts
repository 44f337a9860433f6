import type { Page } from '@playwright/test';

/** What a store of the page's database holds. */
export function stored<T>(page: Page, name: 'snapshots' | 'history'): Promise<T[]> {
  return page.evaluate(
    (store) =>
      new Promise<T[]>((resolve, reject) => {
        const opening = indexedDB.open('rolewright');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          if (!database.objectStoreNames.contains(store)) {
            database.close();
            return resolve([]);
          }
          const reading = database.transaction(store).objectStore(store).getAll();
          reading.onsuccess = () => {
            database.close();
            resolve(reading.result.map(({ blob: _, ...rest }) => rest));
          };
        };
      }),
    name,
  );
}

/** The text that the next page of this browser would begin with. */
export function keptText(page: Page): Promise<string | undefined> {
  return page.evaluate(() => JSON.parse(localStorage.getItem('rolewright.playground') ?? '{}').desired?.text);
}
