import { expect, type Page } from '@playwright/test';

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

/** Until what was changed last is kept, names and files: the page waits for a pause before it does. */
export async function untilKept(page: Page, snapshot: string): Promise<void> {
  const named = () => page.evaluate(() => localStorage.getItem('rolewright.playground'));
  await expect.poll(named).toContain(snapshot);
  const files = async () => (await stored<{ name: string }>(page, 'snapshots')).map(({ name }) => name);
  await expect.poll(files).toContain(snapshot);
  await page.waitForTimeout(500);
}

/** The text that the next page of this browser would begin with. */
export function keptText(page: Page): Promise<string | undefined> {
  return page.evaluate(() => JSON.parse(localStorage.getItem('rolewright.playground') ?? '{}').desired?.text);
}
