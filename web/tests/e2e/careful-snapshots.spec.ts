// Snapshots that are closed, bound or replaced while they are read.
import { writeFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Report, Request } from '../../src/engine/protocol';
import { DIST } from '../harness/paths.mjs';
import { serve } from '../harness/server.mjs';
import { CATALOG, changed, drop, GOLDEN, ROLES } from './support/files';
import { Playground, sha256 } from './support/playground';
import { expect, test } from './support/test';

type Sent =
  | Request
  | { kind: 'file'; id: string; resource?: string }
  | { kind: 'until'; report: Partial<Report> };

/** Talks to one more worker of the page's own; says what it answered. A file is the catalog. */
async function talk(page: Page, script: Sent[]): Promise<Report[]> {
  const own = page.workers()[0] ?? (await page.waitForEvent('worker'));
  return page.evaluate(
    async ({ url, script, text }) => {
      const worker = new Worker(url, { type: 'module' });
      const reports: Report[] = [];
      let wake = () => {};
      worker.onmessage = ({ data }: MessageEvent<Report>) => {
        reports.push(data);
        wake();
      };
      let seen = 0;
      for (const step of script) {
        if (step.kind === 'file') worker.postMessage({ ...step, kind: 'open', blob: new Blob([text]) });
        else if (step.kind !== 'until') worker.postMessage(step);
        else {
          const wanted = Object.entries(step.report);
          for (;;) {
            const at = reports.findIndex(
              (report, index) =>
                index >= seen && wanted.every(([key, value]) => report[key as keyof Report] === value),
            );
            seen = at < 0 ? seen : at + 1;
            if (at >= 0) break;
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          }
        }
      }
      worker.terminate();
      return reports;
    },
    { url: own.url(), script, text: String(CATALOG.content) },
  );
}

const revise = (revision: number): Request => ({
  kind: 'revise',
  revision,
  format: 'csv',
  text: ROLES,
  view: 'csv',
});
const until = (report: Partial<Report>): Sent => ({ kind: 'until', report });
const lastStandings = (reports: Report[]) =>
  reports.findLast((report) => report.kind === 'revised')?.standings;

test('a snapshot that is closed while it is read stays closed', async ({ page }) => {
  await new Playground(page).open();
  const reports = await talk(page, [
    { kind: 'file', id: '1' },
    { kind: 'close', id: '1' },
    // Read after the first: whatever comes of that one has come by then.
    { kind: 'file', id: '2', resource: 'another' },
    until({ kind: 'opened', id: '2' }),
    revise(7),
    until({ kind: 'revised', revision: 7 }),
  ]);
  expect(reports.filter((report) => report.kind === 'opened').map(({ id }) => id)).toEqual(['2']);
  expect(lastStandings(reports)).toEqual(['no-snapshot', 'no-snapshot', 'no-snapshot']);
});

test('a snapshot that is closed and opened again while it is read is opened once', async ({ page }) => {
  await new Playground(page).open();
  const reports = await talk(page, [
    { kind: 'file', id: '1' },
    { kind: 'close', id: '1' },
    { kind: 'file', id: '1' },
    { kind: 'file', id: '2', resource: 'another' },
    until({ kind: 'opened', id: '2' }),
  ]);
  expect(reports.filter((report) => report.kind === 'opened').map(({ id }) => id)).toEqual(['1', '2']);
});

test('a snapshot that is bound while it is read is bound', async ({ page }) => {
  await new Playground(page).open();
  const reports = await talk(page, [
    { kind: 'file', id: '1' },
    { kind: 'bind', id: '1', word: ['marketplace'] },
    until({ kind: 'opened', id: '1' }),
    revise(7),
    until({ kind: 'revised', revision: 7 }),
  ]);
  const [ro, rw, external] = lastStandings(reports) ?? [];
  expect([ro, rw]).toEqual(['no-snapshot', 'no-snapshot']);
  expect(external).not.toBe('no-snapshot');
});

test('that a snapshot was removed is forgotten when it is back', async ({ page }) => {
  await new Playground(page).open();
  const item = {
    resource_name: 'analytics',
    type: 'managed',
    role: 'ro',
    scopes: ['analytics.public', 'legacy', 'app'],
    privileges: ['SELECT'],
  };
  const plan = (call: number): Request => ({ kind: 'ask', call, name: 'plan', args: [item, '1'] });
  const reports = await talk(page, [
    { kind: 'file', id: '1' },
    until({ kind: 'opened', id: '1' }),
    { kind: 'close', id: '1' },
    plan(1),
    { kind: 'file', id: '1' },
    until({ kind: 'opened', id: '1' }),
    plan(2),
    until({ kind: 'answer', call: 2 }),
  ]);
  const answers = reports.flatMap((report) => (report.kind === 'answer' ? [report.value] : []));
  const [gone, back] = answers as { sql: string; failure?: { notes: { message: string }[] } }[];
  expect(gone?.failure?.notes[0]?.message).toContain('The snapshot was removed');
  expect(sha256(back?.sql ?? '')).toBe(GOLDEN);
});

test('of two files with one name the one that was added last stays', async ({ page }, info) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  // Larger, so that it is read after the one that is added next.
  const large = { ...CATALOG, content: `${CATALOG.content}${' '.repeat(40 << 20)}` };
  const path = info.outputPath(CATALOG.name);
  writeFileSync(path, String(changed(large, 'customers', 'clients').content));
  await on.panel('Catalog');
  const input = page.getByLabel('Snapshot files');
  await input.setInputFiles(path);
  await drop(page, CATALOG);
  await expect(page.getByRole('article', { name: 'Snapshot catalog.json' })).toHaveCount(1);
  await expect(page.getByText('Reading catalog.json…')).toHaveCount(0);
  await expect(page.getByRole('article', { name: 'Snapshot catalog.json' })).toHaveCount(1);
  await on.panel('Graph');
  await page.getByLabel('Object').fill('legacy.public.*');
  await page.getByRole('button', { name: 'Why?' }).click();
  await expect(page.getByText(/\.customers/)).toBeVisible();
  await expect(page.getByText(/\.clients/)).toHaveCount(0);
});

test('why is asked again when the plan is another one, and an answer is of what is asked', async ({
  page,
}) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.panel('Graph');
  const why = page.getByRole('region', { name: 'Why can a role do that?' });
  await why.getByLabel('Object').fill('app.public.*');
  await why.getByRole('button', { name: 'Why?' }).click();
  const question = why.getByText(/^After the plan: SELECT on app\.public\.\*/);
  await expect(question).toBeVisible();
  const answers = why.getByRole('listitem');
  await expect(answers.first()).toHaveText(/^yes /);
  await on.write('CSV', ROLES.replace(';legacy;app', ''));
  await expect(answers.first()).toHaveText(/^no /);

  // What is asked now was not answered yet.
  await why.getByLabel('Privilege', { exact: true }).selectOption('INSERT');
  await expect(question).toHaveCount(0);
  await expect(answers).toHaveCount(0);

  // There is no role before the plan: the way out is offered, and leads out.
  await why.getByLabel('When').selectOption('before the plan');
  await why.getByRole('button', { name: 'Why?' }).click();
  await expect(why.getByText('does not exist on this cluster')).toBeVisible();
  await why.getByRole('button', { name: 'Ask about after the plan' }).click();
  await expect(why.getByText(/^After the plan: INSERT/)).toBeVisible();
  await expect(answers).not.toHaveCount(0);
  await expect(why.getByRole('button', { name: 'Ask about after the plan' })).toHaveCount(0);
});

test('MAINTAIN can be asked about where the server has it', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  const privileges = page.getByLabel('Privilege', { exact: true }).getByRole('option');
  await drop(page, CATALOG);
  await on.panel('Graph');
  await expect(privileges.filter({ hasText: 'SELECT' })).toHaveCount(1);
  await expect(privileges.filter({ hasText: 'MAINTAIN' })).toHaveCount(0);
  await drop(page, changed(CATALOG, '150018', '170004'));
  await expect(privileges.filter({ hasText: 'MAINTAIN' })).toHaveCount(1);
});

test.describe('with a service worker', () => {
  test.use({ serviceWorkers: 'allow' });

  test('two pages of one server keep their own files', async ({ browser }) => {
    const server = await serve({ '/one/': DIST, '/two/': DIST });
    const context = await browser.newContext({ serviceWorkers: 'allow' });
    try {
      const page = await context.newPage();
      await page.goto(`${server.origin}/one/`);
      await page.evaluate(() => caches.open('rolewright /two/ older'));
      await page.evaluate(() => caches.open('rolewright /one/ older'));
      const names = () => page.evaluate(async () => (await caches.keys()).sort());
      const version = expect.stringMatching(/^rolewright \/one\/ [0-9a-f]{16}$/);
      await expect.poll(names).toEqual([version, 'rolewright /two/ older']);
      await page.goto(`${server.origin}/two/`);
      await expect.poll(names).toEqual([version, expect.stringMatching(/^rolewright \/two\/ [0-9a-f]{16}$/)]);
    } finally {
      await context.close();
      await server.close();
    }
  });
});
