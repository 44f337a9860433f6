// Files as people have them: packed, from Excel, and those that are something else.
import { gzipSync } from 'node:zlib';
import { CATALOG, drop, GOLDEN, ROLES } from './support/files';
import { untilKept } from './support/kept';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

/** The reference's rows with another mark between the cells; its lists have `;` in them. */
function separated(mark: string): string {
  const cell = (text: string) => (text.includes(mark) ? `"${text}"` : text);
  const row = (line: string) => line.split(',').map(cell).join(mark);
  return `${ROLES.trim().split('\n').map(row).join('\r\n')}\r\n`;
}

const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');

test('a packed snapshot is opened, whatever it is called', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  const packed = gzipSync(String(CATALOG.content));
  await drop(page, { name: 'catalog.analytics.json.gz', content: packed });
  await on.expectHash(GOLDEN);
  await on.panel('Catalog');
  const card = page.getByRole('article', { name: 'Snapshot catalog.analytics.json' });
  await expect(card).toBeVisible();
  await page.getByRole('button', { name: 'Remove catalog.analytics.json' }).click();
  await expect(card).toHaveCount(0);
  await drop(page, { name: 'snapshot', content: packed });
  await expect(page.getByRole('article', { name: 'Snapshot snapshot' })).toBeVisible();
  await untilKept(page, 'snapshot');
  await page.reload();
  await on.expectHash(GOLDEN);
});

test('roles are unpacked too', async ({ page }) => {
  const on = await new Playground(page).open();
  await drop(page, CATALOG, { name: 'roles.csv.gz', content: gzipSync(ROLES) });
  await on.expectHash(GOLDEN);
});

test('what cannot be unpacked, or is too much, is told and replaces nothing', async ({ page }) => {
  test.slow();
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  const packed = gzipSync(String(CATALOG.content));
  const bomb = gzipSync(Buffer.alloc(300 << 20, ' '));
  for (const [name, content, says] of [
    ['cut.json.gz', packed.subarray(0, packed.length / 2), 'cut off or damaged'],
    ['bomb.json.gz', bomb, 'larger than 256 MB'],
    ['twice.json.gz', gzipSync(packed), 'packed twice'],
  ] as const) {
    await drop(page, { name, content });
    const told = page.getByRole('alert').filter({ hasText: name });
    await expect(told).toContainText(says);
    await expect(told).toContainText('Nothing was replaced');
  }
  await expect(on.rows).toHaveCount(3);
});

for (const [what, name, content] of [
  ['semicolons', 'roles.csv', separated(';')],
  ['semicolons after a byte order mark', 'roles.csv', `\ufeff${separated(';')}`],
  ['tabs', 'roles.tsv', separated('\t')],
  ['sep=; in the first line', 'roles.csv', `sep=;\r\n${separated(';')}`],
  ['columns of nothing at the end', 'roles.csv', separated(';').replaceAll('\r\n', ';;;\r\n')],
  ['Unicode text', 'roles.txt', utf16(separated('\t'))],
  ['UTF-16 with commas', 'roles.csv', utf16(ROLES)],
] as const) {
  test(`roles as Excel writes them: ${what}`, async ({ page }) => {
    const on = await new Playground(page).open();
    await drop(page, CATALOG, { name, content });
    await on.expectHash(GOLDEN);
    await on.view('Grid');
    await expect(on.rows).toHaveCount(3);
    await expect(on.cell('Scopes', 1)).toHaveAccessibleName(/analytics\.public, legacy, app$/);
    await expect(on.cell('Source role', 3)).toHaveText('pg_read_all_data');
    await on.view('YAML');
    await expect(on.editor('YAML')).toContainText('resource_name: analytics');
  });
}

test('a fault in such a file stands on its line', async ({ page }) => {
  const on = await new Playground(page).open();
  const text = `sep=;\r\n${separated(';').replace('"SELECT;INSERT', '"SELEKT;INSERT')}`;
  await drop(page, CATALOG, { name: 'roles.csv', content: text });
  const marked = on.editor('CSV').locator('.cm-line', { has: page.locator('.cm-lintRange-error') });
  await expect(marked).toHaveText([/SELEKT/]);
  await on.view('Grid');
  await expect(on.cell('Privileges', 2)).toHaveAttribute('aria-invalid', 'true');
});

const OTHERS: [what: string, name: string, content: string | Uint8Array][] = [
  ['an Excel workbook', 'roles.xlsx', 'PK\u0003\u0004\u0014\u0000\u0006\u0000[Content_Types].xml'],
  ['an Excel workbook', 'roles.xls', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1])],
  ['a ZIP archive', 'files.zip', 'PK\u0003\u0004\u0014\u0000roles.csv'],
  ['packed by zstd', 'catalog.json.zst', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0])],
  ['a page, perhaps a report', 'report.html', '<!doctype html><html lang="en">'],
  ['a result file', 'result.json', '{"format": "rolewright/result/2", "results": []}'],
  ['a result file', 'result', 'format: rolewright/result/2\nresults: []\n'],
  ['a session document', 'session', 'sid: 00000000-0000-0000-0000-000000000000\nconfig: {}\n'],
  ['an inventory of resources', 'inventory.txt', 'name;type;host;port\na;PostgreSQL;10.0.0.1;5432\n'],
  ['a list of accounts', 'accounts', 'resource_name\tusername\tpassword\na\tpostgres\tsecret\n'],
  ['a list of accounts', 'accounts.csv', utf16('name;admin_user;password\r\na;postgres;secret\r\n')],
];

test('what is something else is known by what is in it', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  for (const [what, name, content] of OTHERS) {
    await drop(page, { name, content });
    const told = page.getByRole('alert').filter({ hasText: `${name} is ${what}` });
    await expect(told).toContainText('Nothing was replaced');
    await told.getByRole('button', { name: 'Dismiss' }).click();
  }
  await expect(on.rows).toHaveCount(3);
  await expect(page.getByRole('button', { name: 'Bring them back' })).toHaveCount(0);
});
