// A cell that is edited in the grid changes its own value in the YAML, and nothing else of it.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { patched } from '../../src/desired/yaml/patch';
import type { Table } from '../../src/planner/types';
import { CASES as CASES_FOLDER } from '../harness/paths.mjs';
import { CATALOG, drop } from './support/files';
import { random } from './support/mutate';
import { Playground } from './support/playground';
import { planner } from './support/report';
import { expect, test } from './support/test';

const YAML = `# Who reads analytics.
items:
  # the read-only role
  - resource_name: analytics   # prod
    role: "ro" # label
    type: managed
    scopes: [analytics.public, 'legacy', app] # three
    privileges:
      - SELECT   # read
      - INSERT
  # inherited
  - {resource_name: market, type: external, role: ro, source_role: pg_read_all_data}

  - type: managed
    resource_name: analytics
    role: rw
    scopes:
    - app
    - legacy
    privileges: [SELECT ON SEQUENCES, ALL]
# the end
`;

const NAMES = ['ro', 'yes', 'null', '007', 'é', 'a: b', "o'k", '- x', '#no', 'x #y', '"q"'];
const SCOPES = [
  'app',
  'analytics.public',
  '"my.db".public',
  '"a,b"',
  '"it\'s"',
  'no',
  '#x',
  'x: y',
  '1e3',
  '[z]',
];
const PRIVILEGES = ['SELECT', 'INSERT', 'UPDATE', 'USAGE', 'SELECT ON SEQUENCES'];

/** Those of the case folders. */
function plans(): string[] {
  const files = readdirSync(CASES_FOLDER, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('plan.yaml'))
    .map((file) => readFileSync(join(CASES_FOLDER, file), 'utf8'));
}

type Change = (table: Table) => Table;

function cell(row: number, column: string, value: string): Change {
  return (table) => {
    const known = table.columns.includes(column);
    const columns = known ? table.columns : [...table.columns, column];
    const at = columns.indexOf(column);
    const rows = table.rows.map((one, index) => {
      const cells = columns.map((_, i) => one.cells[i] ?? '');
      return { ...one, cells: index === row ? cells.with(at, value) : cells };
    });
    return { ...table, columns, rows };
  };
}

/** The text after a change of the cells, and that the planner reads the same out of both. */
async function after(text: string, change: Change): Promise<string> {
  const wasm = await planner();
  const before = wasm.readTable(wasm.writeCsv(wasm.readYaml(text).items.map(({ item }) => item)));
  const table = change(before);
  const result = patched(text, before, table);
  const wanted = wasm.readCsv(wasm.writeTable([table.columns, ...table.rows.map(({ cells }) => cells)]));
  if (wanted.problems.length === 0) {
    const read = wasm.readYaml(result);
    expect(read.problems).toEqual([]);
    expect(read.items.map(({ item }) => item)).toEqual(wanted.items.map(({ item }) => item));
  }
  return result;
}

const CASES: Record<string, [change: Change, from: string, to: string]> = {
  'a name keeps its quotes and comment': [cell(0, 'role', 'reporting'), '"ro"', '"reporting"'],
  'a name that YAML would read as true': [cell(2, 'role', 'yes'), 'role: rw', "role: 'yes'"],
  'a name in brackets gets quotes where it needs them': [
    cell(1, 'source_role', 'a, b'),
    'pg_read_all_data',
    "'a, b'",
  ],
  'the last of a list in brackets': [
    cell(0, 'scopes', 'analytics.public;legacy'),
    "'legacy', app]",
    "'legacy']",
  ],
  'one more in brackets': [
    cell(0, 'scopes', 'analytics.public;legacy;app;"my;db".x'),
    'app] # three',
    'app, \'"my;db".x\'] # three',
  ],
  'one in the middle, in lines': [
    cell(0, 'permissions', 'SELECT;UPDATE;INSERT'),
    '      - INSERT\n',
    '      - UPDATE\n      - INSERT\n',
  ],
  'the first in lines goes with its line': [
    cell(0, 'permissions', 'INSERT'),
    '      - SELECT   # read\n      - INSERT\n',
    '      - INSERT\n',
  ],
  'the last but one in lines': [cell(2, 'scopes', 'app'), '    - legacy\n', ''],
  'a privilege of several words': [
    cell(2, 'permissions', 'SELECT ON SEQUENCES'),
    '[SELECT ON SEQUENCES, ALL]',
    '[SELECT ON SEQUENCES]',
  ],
  'a key that was not there': [
    cell(0, 'connection_limit', '5'),
    '      - INSERT\n',
    '      - INSERT\n    connection_limit: 5\n',
  ],
  'a key that was not there, in braces': [
    cell(1, 'rotate_password', 'true'),
    'pg_read_all_data}',
    'pg_read_all_data, rotate_password: true}',
  ],
  'an emptied list keeps its place': [
    cell(2, 'scopes', ''),
    'scopes:\n    - app\n    - legacy\n',
    'scopes:\n',
  ],
  'a role that goes': [
    (table) => ({ ...table, rows: table.rows.toSpliced(1, 1) }),
    '  - {resource_name: market, type: external, role: ro, source_role: pg_read_all_data}\n',
    '',
  ],
  'a role that is added': [
    (table) => ({
      ...table,
      rows: [...table.rows, { line: 0, cells: ['m', 'external', 'y', '', '', 'pg_monitor'] }],
    }),
    '# the end\n',
    "  - resource_name: m\n    type: external\n    role: 'y'\n    source_role: pg_monitor\n# the end\n",
  ],
};

for (const [name, [change, from, to]] of Object.entries(CASES)) {
  test(name, async () => {
    expect(YAML).toContain(from);
    expect(await after(YAML, change)).toBe(YAML.replace(from, to));
  });
}

test('a thousand edits of the case folders, one after the other', async () => {
  const wasm = await planner();
  const next = random(7);
  const pick = <T>(all: readonly T[]) => all[Math.floor(next() * all.length)] as T;
  const some = (all: readonly string[]) =>
    [...new Set(all.filter(() => next() < 0.4).concat(pick(all)))].join(';');
  const sound = (plan: string) => wasm.readYaml(plan).problems.length === 0;
  const texts = [YAML, ...plans().filter(sound)];
  let text = YAML;
  for (let edit = 0; edit < 1000; edit += 1) {
    if (edit % 5 === 0) text = pick(texts);
    const roles = wasm.readYaml(text).items.length;
    const row = Math.floor(next() * roles);
    const external = wasm.readYaml(text).items[row]?.item.type === 'external';
    const change = pick<Change>([
      cell(row, 'role', `${pick(NAMES)}${edit}`),
      external ? cell(row, 'source_role', pick(NAMES)) : cell(row, 'scopes', some(SCOPES)),
      external ? cell(row, 'connection_limit', '5') : cell(row, 'permissions', some(PRIVILEGES)),
      cell(row, 'rotate_password', pick(['true', ''])),
      (table) => ({ ...table, rows: roles > 1 ? table.rows.toSpliced(row, 1) : table.rows }),
    ]);
    const before = text;
    text = await after(text, change).catch((error: Error) => {
      // What stands in several lines, or has a name of its own, is not changed in place.
      if (error.constructor.name !== 'Unfit') throw error;
      return before;
    });
  }
});

test('in the grid', async ({ page }) => {
  const on = await new Playground(page).open();
  await drop(page, CATALOG);
  await on.write('YAML', YAML);
  await on.view('Grid');
  await on.fill('Role', 1, 'reporting');
  await expect(on.sql).toContainText('hoopdev_analytics_reporting_');
  const first = YAML.replace('"ro"', '"reporting"');
  expect(await on.text('YAML')).toBe(first);

  await on.view('Grid');
  await (await on.input('Privileges', 3)).press('Backspace');
  const second = first.replace(', ALL]', ']');
  await expect.poll(() => on.text('YAML')).toBe(second);

  await on.view('Grid');
  await page.getByRole('button', { name: 'Delete market/ro' }).click();
  await expect(on.rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Duplicate analytics/rw' }).click();
  await expect(on.rows).toHaveCount(3);
  await on.fill('Role', 3, 'copy');
  const copy = [
    '  - resource_name: analytics',
    '    type: managed',
    '    role: copy',
    '    scopes: [app, legacy]',
    '    privileges: [SELECT ON SEQUENCES]',
    '',
  ].join('\n');
  const third = second
    .replace('  - {resource_name: market, type: external, role: ro, source_role: pg_read_all_data}\n', '')
    .replace('# the end', `${copy}# the end`);
  await expect.poll(() => on.text('YAML')).toBe(third);

  const tools = page.getByRole('toolbar', { name: 'Desired roles' });
  for (let undone = 0; undone < 5; undone += 1) await tools.getByRole('button', { name: 'Undo' }).click();
  expect(await on.text('YAML')).toBe(YAML);
});

test('a cell at fault stands in the YAML, is marked in the grid, and can be mended there', async ({
  page,
}) => {
  const on = await new Playground(page).open();
  await drop(page, CATALOG);
  await on.write('YAML', YAML);
  await on.view('Grid');
  await on.fill('Role', 1, '');
  await expect(on.cell('Role', 1)).toHaveAttribute('aria-invalid', 'true');
  await expect(on.rows).toHaveCount(3);
  await expect(on.cell('Role', 1)).toBeEditable();
  await page.getByRole('button', { name: 'Go there' }).click();
  await expect(on.cell('Role', 1)).toBeFocused();
  await on.cell('Role', 1).pressSequentially('fine');
  await expect(on.cell('Role', 1)).not.toHaveAttribute('aria-invalid', 'true');
  await expect(on.sql).toContainText('hoopdev_analytics_fine_');
  expect(await on.text('YAML')).toBe(YAML.replace('"ro"', '"fine"'));
});

test('what edits the YAML could not be loaded', async ({ page, problems }) => {
  const on = await new Playground(page).open();
  await on.write('YAML', YAML);
  await on.view('Grid');
  let fails = true;
  await page.route(/patch-.*\.js/, (route) => (fails ? route.abort('connectionreset') : route.continue()));
  await on.fill('Role', 1, 'reporting');
  await expect(page.getByText('The change could not be written')).toBeVisible();
  expect(await on.text('YAML')).toBe(YAML);
  await on.view('Grid');
  fails = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(on.cell('Role', 1)).toHaveText('reporting');
  await expect.poll(() => on.text('YAML')).toBe(YAML.replace('"ro"', '"reporting"'));
  problems.splice(0);
});
