// Nothing of a catalog leaves the machine, or the page.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from '../harness/paths.mjs';
import { CATALOG, changed, drop, ROLES } from './support/files';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

/** A name that occurs in the snapshot alone. */
const SECRET = 'zebra_quartz_4711';

function policyOf(text: string): Map<string, string> {
  return new Map(
    text.split(';').map((part) => {
      const [name = '', ...values] = part.trim().split(' ');
      return [name, values.join(' ')];
    }),
  );
}

test('the policy is in the page and in the headers, and lets nothing out', async ({ page }) => {
  await new Playground(page).open();
  const meta = await page.locator('meta[http-equiv=Content-Security-Policy]').getAttribute('content');
  const headers = readFileSync(join(DIST, '_headers'), 'utf8');
  const header = /Content-Security-Policy: (.*)/.exec(headers)?.[1] ?? '';
  for (const policy of [policyOf(meta ?? ''), policyOf(header)]) {
    expect(policy.get('default-src')).toBe("'none'");
    expect(policy.get('connect-src')).toBe("'self'");
    expect(policy.get('script-src')).toBe("'self' 'wasm-unsafe-eval'");
    expect(policy.get('form-action')).toBe("'none'");
  }
  expect(header).toBe(`${meta}; frame-ancestors 'none'`);
});

test('a request to elsewhere is refused by the policy', async ({ page, problems }) => {
  await new Playground(page).open();
  const refused = await page.evaluate(async () => {
    const violated = new Promise<string>((resolve) =>
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective)),
    );
    const fetched = await fetch('https://example.com/').then(
      () => 'fetched',
      () => 'refused',
    );
    return [fetched, await violated];
  });
  expect(refused).toEqual(['refused', 'connect-src']);
  // It was not the test's own blocking that refused it.
  const told = problems.splice(0);
  expect(told.filter((line) => line.startsWith('request'))).toEqual([]);
  expect(told).not.toEqual([]);
  for (const line of told) expect(line).toContain('Content Security Policy');
});

test('no name of a snapshot is in a request, the address, a link or the storage of texts', async ({
  page,
}) => {
  const requests: string[] = [];
  page.on('request', (request) =>
    requests.push(`${request.method()} ${request.url()} ${request.postData()}`),
  );
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, changed(CATALOG, 'customers', SECRET));
  await expect(on.sql).toContainText('"legacy"');
  for (const part of ['Changes', 'Statements', 'Undo', 'Document'] as const) await on.part(part);
  await on.panel('What if');
  await page.getByRole('button', { name: /Keep the current desired state/ }).click();
  await on.panel('Graph');
  await page.getByLabel('Object').fill('legacy.public.*');
  await page.getByRole('button', { name: 'Why?' }).click();
  // The name is known here, so that the search for it elsewhere means something.
  await expect(page.getByText(`legacy.public.${SECRET}`)).toBeVisible();
  await on.view('YAML');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();

  const link = await on.clipboard();
  const unpacked = await page.evaluate(
    async (fragment) => {
      const packed = atob(fragment.replaceAll('-', '+').replaceAll('_', '/'));
      const bytes = Uint8Array.from(packed, (character) => character.charCodeAt(0));
      const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
      return new Response(stream).text();
    },
    link.replace(/^.*#s=/, ''),
  );
  expect(unpacked).toContain('analytics.public');
  // What is stored is stored by then.
  await on.panel('Plan');
  await page.reload();
  await expect(on.checksum).toBeAttached();
  const kept = await page.evaluate(() =>
    JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
  );
  expect(kept).toContain('analytics.public');
  for (const place of [link, unpacked, kept, page.url(), ...requests]) {
    expect(place).not.toContain(SECRET);
    expect(place).not.toContain('pg_database_owner');
  }
  expect(requests.filter((line) => !line.startsWith('GET '))).toEqual([]);
});
