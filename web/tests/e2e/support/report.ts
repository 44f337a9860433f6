import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import type { PlanFailure, Report, Review } from '../../../src/planner/types';
import { DIST, PKG } from '../../harness/paths.mjs';
import { CATALOG, ROLES, type TestFile } from './files';
import { Playground } from './playground';

const SID = '6f1a2d3c-0b4e-4c5d-8e6f-7a8b9c0d1e2f';

/** The planner's WebAssembly, in this process. */
export async function planner() {
  const wasm: typeof import('../../../src/planner/pkg/rolewright_wasm.js') = await import(
    join(PKG, 'rolewright_wasm.js')
  );
  wasm.initSync({ module: readFileSync(join(PKG, 'rolewright_wasm_bg.wasm')) });
  return wasm;
}

/** A report of the roles on one catalog: the page, filled in as the command line does it. */
export async function writeReport(file: string, csv = ROLES, catalog: TestFile = CATALOG): Promise<void> {
  const wasm = await planner();
  const snapshot = wasm.Snapshot.read(Buffer.from(catalog.content));
  const { server_version, system_identifier } = snapshot.summary();
  const reviews = wasm.readCsv(csv).items.map(({ item }): Review => {
    try {
      const plan = snapshot.plan(item);
      return {
        cluster: { server_version, system_identifier },
        summary: plan.summary(),
        sql: plan.sql(),
        details: plan.details(snapshot),
        document: plan.document(snapshot, SID),
      };
    } catch (failure) {
      return { failure: failure as PlanFailure, sql: '', document: '' };
    }
  });
  const report: Report = {
    format: 'rolewright/report/1',
    created_at: '2026-01-31T12:00:00Z',
    planner_version: wasm.version(),
    reviews,
  };
  // Within a script element `<` could end it.
  const json = JSON.stringify(report).replaceAll('<', '\\u003c');
  const page = readFileSync(join(DIST, 'report.html'), 'utf8');
  writeFileSync(
    file,
    page.replace('__ROLEWRIGHT_REPORT__', () => json),
  );
}

/** Opens one from the disk; says what was loaded for it and what its first SQL hashes to. */
export async function openReport(page: Page, file: string): Promise<{ hash: string; requests: string[] }> {
  await writeReport(file);
  const requests: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(file).href);
  return { hash: await new Playground(page).hash(), requests };
}
