import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { test as base, expect as impatient } from '../../harness/fixtures';
import { ROLEWRIGHT } from '../../harness/paths.mjs';

/** What `rolewright demo --hub --json` says of the hub that it serves. */
export interface Hub {
  address: string;
  admin_link: string;
  /** A PostgreSQL of its own, with the databases of the reference document. */
  cluster: { host: string; port: number; user: string; password: string };
  /** The files of the reference document, for that server. */
  folder: string;
}

/** The waits are as long as a busy machine may need. */
export const expect = impatient.configure({ timeout: 30_000 });

interface EachWorker {
  hub: Hub;
}

/** A real hub with nothing in it, for all tests of a file. */
export const test = base.extend<object, EachWorker>({
  hub: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern.
    async ({}, use) => {
      const child = spawn(ROLEWRIGHT, ['demo', '--hub', '--empty', '--json', '--listen', '127.0.0.1:0'], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await use(await said(child));
      // It takes its server and its store away.
      child.kill('SIGINT');
      await ended;
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  // Requests to anywhere else are blocked, and what goes wrong fails the test.
  server: [async ({ hub }, use) => use({ origin: hub.address }), { scope: 'worker' }],
});

/** What it printed, once that is whole. */
function said(child: ChildProcess): Promise<Hub> {
  let out = '';
  let told = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (part) => {
      told += part;
    });
    child.once('error', reject);
    child.once('exit', (status) => reject(new Error(`the hub ended with ${status}: ${told}`)));
    child.stdout?.on('data', (part) => {
      out += part;
      if (out.trimEnd().endsWith('}')) resolve(JSON.parse(out));
    });
  });
}

/** One of the files to begin with. */
export function fileOf({ folder }: Hub, name: 'inventory.csv' | 'roles.csv') {
  return { name, content: readFileSync(join(folder, name), 'utf8') };
}

export const PASSWORD = 'correct horse battery staple';

/** The first admin, who comes by the link the first time. */
export async function logIn(page: Page, hub: Hub): Promise<void> {
  await page.goto('/login');
  await page.getByLabel('Name').fill('admin');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Inventory' })).toBeVisible();
  expect(page.url()).toContain(hub.address);
}
