// The engine, with its own worker and the planner in it.
import { afterEach, expect, test } from 'vitest';
import CATALOG from '../../../tests/cases/reference/analytics-ro/catalog.json?raw';
import ROLES from '../../../tests/reference/roles.csv?raw';
import { part } from '../../src/engine/part';
import { recognise } from '../../src/engine/recognise';
import type { Workspace } from '../../src/engine/workspace';
import { until, workspaceWith } from './page';

const GOLDEN = 'c6da4a8cc008b923114f8a0adcfa201b527b8e05536f4befd2373fe962647e71';
const ONE =
  'items:\n  - resource_name: analytics\n    role: other\n    scopes: [app]\n    privileges: [SELECT]\n';

let open: Workspace[] = [];
const opened = (...args: Parameters<typeof workspaceWith>) => {
  const workspace = workspaceWith(...args);
  open.push(workspace);
  return workspace;
};
afterEach(() => {
  for (const workspace of open) workspace.close();
  open = [];
});

const planned = ({ planning }: Workspace) =>
  until(
    planning,
    ({ reviews, waiting }) =>
      reviews.length > 0 &&
      waiting === 0 &&
      reviews.every((r) => r.summary || r.failure || r.status === 'no-snapshot'),
  );
const names = ({ planning }: Workspace) => planning.get().reviews.map(({ role }) => role);

test('two workspaces on one page share nothing', async () => {
  const [a, b] = [opened(ROLES, { 'catalog.json': CATALOG }), opened(ONE)];
  await until(a.snapshots, ({ loaded }) => loaded.length === 1);
  const { reviews } = await until(a.planning, ({ reviews }) => reviews[0]?.summary !== undefined);
  expect(reviews[0]?.summary?.sql_plan_checksum).toBe(GOLDEN);
  await planned(b);
  expect(names(b)).toEqual(['analytics/other']);
  expect(b.planning.get().reviews[0]?.status).toBe('no-snapshot');
  expect(b.snapshots.get().loaded).toEqual([]);

  const before = a.desired.now();
  b.desired.step({ format: 'yaml', text: ONE.replace('other', 'renamed') });
  await until(b.planning, ({ reviews }) => reviews[0]?.role === 'analytics/renamed');
  expect(a.desired.now()).toEqual(before);
  expect(names(a)).toHaveLength(3);
  b.desired.undo();
  expect(b.desired.now().text).toBe(ONE);

  const ofView = part(() => ({ made: {} }));
  expect(ofView(a)).toBe(ofView(a));
  expect(ofView(a)).not.toBe(ofView(b));

  b.close();
  a.planning.select(a.planning.get().desired.items[1]?.role_name ?? '');
  await expect(a.ask('readYaml', ONE)).resolves.toMatchObject({ problems: [] });
  await expect(b.ask('readYaml', ONE)).rejects.toThrow(/.+/);
});

test('what is replaced can be brought back, with its snapshots, until the next time', async () => {
  const on = opened(ROLES, { 'catalog.json': CATALOG });
  await until(on.snapshots, ({ loaded }) => loaded.length === 1);
  await planned(on);
  const said: string[] = [];
  on.replacing.before((by) => said.push(by));

  on.replacing.replace({ format: 'yaml', text: ONE }, 'The example one', []);
  expect(said).toEqual(['The example one']);
  expect(on.snapshots.files()).toEqual([]);
  expect(on.replacing.get()).toMatchObject({ by: 'The example one', roles: 3 });
  // What was brought and not touched is nobody's work: the way back leads past it.
  on.replacing.replace({ format: 'yaml', text: ONE.replace('other', 'second') }, 'The example two', []);
  on.replacing.bringBack();
  expect(on.desired.now()).toEqual({ format: 'csv', text: ROLES });
  expect(on.snapshots.files().map(({ name }) => name)).toEqual(['catalog.json']);

  on.replacing.replace({ format: 'yaml', text: ONE }, 'Again', []);
  on.desired.undo();
  expect(on.desired.now().text).toBe(ROLES);
  expect(on.snapshots.files().map(({ name }) => name)).toEqual(['catalog.json']);
  expect(on.replacing.get()).toBeUndefined();
});

test('a snapshot that is taken away comes back', async () => {
  const on = opened(ROLES, { 'catalog.json': CATALOG });
  const { loaded } = await until(on.snapshots, ({ loaded }) => loaded.length === 1);
  on.replacing.takeAway(loaded[0]?.id ?? '');
  expect(on.snapshots.get().loaded).toEqual([]);
  on.replacing.bringBack();
  await until(on.snapshots, ({ loaded }) => loaded.length === 1);
  expect(on.replacing.get()).toBeUndefined();
});

test('who reaches an object, and objects by a part of their names', async () => {
  const on = opened(ROLES, { 'catalog.json': CATALOG });
  await planned(on);
  const role = on.planning.get().reviews[0]?.roleName ?? '';
  const found = await on.ask('find', role, 'PUBLIC.ORD');
  expect(found.objects).toEqual([{ path: 'app.public.orders', kind: 'table' }]);
  const reach = await on.ask('reach', role, 'app.public.orders');
  if ('message' in reach) throw new Error(reach.message);
  const own = reach.roles.find((reacher) => reacher.role === role);
  expect(own?.ways).toEqual([
    { privileges: ['SELECT'], by: 'entry', through: [], access: 'yes', why: '', change: 'added' },
  ]);
  await expect(on.ask('reach', role, 'app.public.nowhere')).resolves.toMatchObject({
    message: expect.stringContaining('not on this cluster'),
  });
});

test.each([
  ['roles.csv', ROLES, { kind: 'roles', format: 'csv' }],
  ['plan.yaml', ONE, { kind: 'roles', format: 'yaml' }],
  ['pasted.txt', ONE, { kind: 'roles', format: 'yaml' }],
  ['catalog.json', CATALOG, { kind: 'snapshot' }],
  ['unknown.bin', '\u0000\u0001', { kind: 'snapshot' }],
  [
    'roles.xlsx',
    'PK\u0003\u0004[Content_Types].xml',
    { kind: 'other', what: expect.stringContaining('Excel') },
  ],
  ['result.yaml', 'results:\n  - a\n', { kind: 'other', what: expect.stringContaining('result') }],
  ['session.yaml', 'sid: 1\n', { kind: 'other', what: expect.stringContaining('session') }],
  ['inventory.csv', 'name,host,port\na,b,1\n', { kind: 'other', what: expect.stringContaining('inventory') }],
  ['empty.yaml', ' \n', { kind: 'other', todo: expect.stringContaining('empty') }],
])('%s is known by what is in it', async (name, content, wanted) => {
  expect(await recognise(new File([content], name))).toMatchObject(wanted);
});
