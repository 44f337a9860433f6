import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { CASES, REPOSITORY } from '../../harness/paths.mjs';

export interface TestFile {
  name: string;
  /** Text, or bytes. */
  content: string | Uint8Array;
}

/** `reference/analytics-ro/catalog.json` of the case folders. */
export function caseFile(path: string, name = path.slice(path.lastIndexOf('/') + 1)): TestFile {
  return { name, content: readFileSync(join(CASES, path), 'utf8') };
}

export const CATALOG = caseFile('reference/analytics-ro/catalog.json');
export const ROLES = readFileSync(join(REPOSITORY, 'tests/reference/roles.csv'), 'utf8');
/** The SQL of analytics/ro on CATALOG. */
export const GOLDEN = 'c6da4a8cc008b923114f8a0adcfa201b527b8e05536f4befd2373fe962647e71';

/** The catalog with something replaced in it. */
export function changed(file: TestFile, from: string, to: string): TestFile {
  const text = String(file.content);
  if (!text.includes(from)) throw new Error(`${file.name} does not hold ${from}`);
  return { ...file, content: text.replaceAll(from, to) };
}

/** Drops files onto the page, as from a folder. */
export async function drop(page: Page, ...files: TestFile[]): Promise<void> {
  const sent = files.map(({ name, content }) => ({
    name,
    base64: Buffer.from(content).toString('base64'),
  }));
  const dataTransfer = await page.evaluateHandle(async (all) => {
    const transfer = new DataTransfer();
    for (const { name, base64 } of all) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name));
    }
    return transfer;
  }, sent);
  await page.dispatchEvent('body', 'drop', { dataTransfer });
  await dataTransfer.dispose();
}
