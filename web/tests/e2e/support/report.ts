import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { PKG, ROLEWRIGHT } from '../../harness/paths.mjs';
import { CATALOG, ROLES, type TestFile } from './files';
import { Playground } from './playground';

/** The planner's WebAssembly, in this process. */
export async function planner() {
  const wasm: typeof import('../../../src/planner/pkg/rolewright_wasm.js') = await import(
    join(PKG, 'rolewright_wasm.js')
  );
  wasm.initSync({ module: readFileSync(join(PKG, 'rolewright_wasm_bg.wasm')) });
  return wasm;
}

/** What `rolewright plan --report` writes for the roles on one catalog. */
export function writeReport(
  file: string,
  csv = ROLES,
  catalog: TestFile = CATALOG,
  resources = ['analytics', 'marketplace'],
): void {
  const folder = mkdtempSync(join(tmpdir(), 'rolewright-report-'));
  const [roles, snapshot] = [join(folder, 'roles.csv'), join(folder, 'catalog.json')];
  writeFileSync(roles, csv);
  writeFileSync(snapshot, catalog.content);
  const snapshots = resources.flatMap((name) => ['--snapshot', `${name}=${snapshot}`]);
  const args = ['plan', '-f', roles, ...snapshots, '--report', file];
  const { status, stderr, error } = spawnSync(ROLEWRIGHT, args, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  // 1: a role of the reference has no plan on the reference's catalog, which the report says.
  if (status !== 0 && status !== 1) throw error ?? new Error(stderr);
}

/** Opens one from the disk; says what was loaded for it and what its first SQL hashes to. */
export async function openReport(page: Page, file: string): Promise<{ hash: string; requests: string[] }> {
  writeReport(file);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { hash: await new Playground(page).hash(), requests };
}
