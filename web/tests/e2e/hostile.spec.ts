// Whatever is given to the page, it says what is wrong and goes on planning.
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { CASES } from '../harness/paths.mjs';
import { CATALOG, caseFile, drop, GOLDEN, ROLES } from './support/files';
import { MUTATIONS, mutants } from './support/mutate';
import { Playground, sha256 } from './support/playground';
import { expect, test } from './support/test';
import { type Input, tell } from './support/worker';

const PLAN = readFileSync(join(CASES, 'reference/analytics-ro/plan.yaml'), 'utf8');
const RICH = caseFile('memberships/two-grantors-16/catalog.json');
const BATCH = caseFile('batch/no-plan-makes-another-stale/plan.yaml');
const GOOD: Input = { name: 'golden', kind: 'snapshot', bytes: Buffer.from(CATALOG.content), plan: PLAN };

test('200 mutated inputs leave the planner as sound as before', async ({ page }) => {
  await new Playground(page).open();
  const inputs: Input[] = [
    ...mutants('catalog', CATALOG.content, 60, 1).map((one) => ({
      ...one,
      kind: 'snapshot' as const,
      plan: PLAN,
    })),
    ...mutants('rich catalog', RICH.content, 40, 2).map((one) => ({
      ...one,
      kind: 'snapshot' as const,
      plan: PLAN,
    })),
    ...mutants('plan.yaml', BATCH.content, 50, 3).map((one) => ({ ...one, kind: 'yaml' as const })),
    ...mutants('roles.csv', ROLES, 50, 4).map((one) => ({ ...one, kind: 'csv' as const })),
    GOOD,
  ];
  const outcomes = await tell(page, inputs);
  expect(outcomes.filter(({ trapped }) => trapped !== undefined)).toEqual([]);
  for (const { name, accepted, messages } of outcomes) {
    expect(accepted || messages.length > 0, `${name} is refused for a reason`).toBe(true);
    for (const message of messages) expect(message.trim(), name).not.toBe('');
  }
  expect(outcomes).toHaveLength(201);
  expect(outcomes.filter(({ messages }) => messages.length > 0).length).toBeGreaterThan(100);
  expect(sha256(outcomes.at(-1)?.sql ?? '')).toBe(GOLDEN);
});

test('lines of 10 MB', async ({ page }) => {
  test.slow();
  await new Playground(page).open();
  const long = (name: string, kind: Input['kind'], text: string, put = 'x'): Input => ({
    name,
    kind,
    bytes: Buffer.from(text),
    long: put,
  });
  const outcomes = await tell(page, [
    long('one name', 'snapshot', String(CATALOG.content).replace('events', 'LONG')),
    long('no JSON', 'snapshot', 'LONG'),
    long('one scalar', 'yaml', PLAN.replace('legacy', 'LONG')),
    long('many items', 'yaml', 'items: [LONG]', '{role: a},'),
    long('one cell', 'csv', ROLES.replace('legacy', 'LONG')),
    long('many cells', 'csv', `${ROLES}LONG`, ','),
    GOOD,
  ]);
  expect(outcomes.filter(({ trapped }) => trapped !== undefined)).toEqual([]);
  expect(sha256(outcomes.at(-1)?.sql ?? '')).toBe(GOLDEN);
});

test('files that are no snapshots', async ({ page }, info) => {
  const on = await new Playground(page).open();
  const jpeg = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
    Buffer.from('JFIF\0'),
    Buffer.alloc(4096, 0x9a),
  ]);
  const utf16 = Buffer.from(`\ufeff${CATALOG.content}`, 'utf16le');
  const refused = (name: string) => page.getByRole('alert').filter({ hasText: name });

  const files = [
    { name: 'photo.jpg', content: jpeg },
    { name: 'empty.json', content: '' },
    { name: 'utf16.json', content: utf16 },
    { name: 'other.json', content: '{"format": "somebody/else/1"}' },
    { name: 'null.json', content: 'null' },
    { name: 'long.json', content: `"${'x'.repeat(10 << 20)}"` },
    ...mutants('catalog', CATALOG.content, Object.keys(MUTATIONS).length, 5)
      .filter(({ name }) => /truncated|nesting|UTF-8|NULs/.test(name))
      .map(({ name, bytes }) => ({ name: `${name.replaceAll(/\W+/g, '-')}.json`, content: bytes })),
  ];
  await drop(page, ...files);
  for (const { name } of files) {
    await expect(refused(name)).toBeVisible();
    expect(((await refused(name).textContent()) ?? '').replace(name, '').trim().length, name).toBeGreaterThan(
      10,
    );
  }

  // Sparse: no disk is used for it.
  const huge = info.outputPath('huge.json');
  const handle = await open(huge, 'w');
  await handle.truncate(300 << 20);
  await handle.close();
  await on.panel('Catalog');
  await page.getByLabel('Snapshot files').setInputFiles(huge);
  await expect(refused('huge.json')).toContainText('300 MB is more than');

  await on.panel('Desired');
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.expectHash(GOLDEN);
});

test('files that are no roles leave those that are there', async ({ page }) => {
  const on = await new Playground(page).open();
  await on.paste(ROLES);
  await drop(page, CATALOG);
  await on.expectHash(GOLDEN);
  for (const [name, content] of [
    ['photo.csv', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46])],
    ['half.csv', Buffer.from(`\ufeff${ROLES}\ud800`, 'utf16le').subarray(0, -1)],
    ['latin-1.csv', Buffer.from(ROLES.replace('legacy', 'légacy'), 'latin1')],
    ['empty.yaml', ''],
    ['zeros.yaml', Buffer.alloc(100)],
    ['long.csv', 'x'.repeat(10 << 20)],
  ] as const) {
    await drop(page, { name, content });
    const alert = page.getByRole('alert').filter({ hasText: name });
    await expect(alert).toBeVisible();
    expect(((await alert.textContent()) ?? '').replace(name, '').trim().length, name).toBeGreaterThan(20);
  }
  expect(await on.text('CSV')).toBe(ROLES);
  await on.expectHash(GOLDEN);
});

test('mutated texts in the editors are kept as they are, with a reason', async ({ page }) => {
  const on = await new Playground(page).open();
  await drop(page, CATALOG);
  for (const [view, content] of [
    ['YAML', PLAN],
    ['CSV', ROLES],
  ] as const) {
    for (const { name, bytes } of mutants(view, content, 22, 6)) {
      // What is pasted is text.
      const text = new TextDecoder().decode(bytes).replaceAll('\0', '');
      await on.write(view, text);
      await expect(page.getByRole('alert'), name).toHaveCount(0);
    }
    await on.write(view, content);
    await on.expectHash(GOLDEN);
  }
});
