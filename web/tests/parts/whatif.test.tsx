// Two plans of one role, and which two snapshots are compared.
import { afterEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import CATALOG from '../../../tests/cases/reference/analytics-ro/catalog.json?raw';
import ROLES from '../../../tests/reference/roles.csv?raw';
import type { Workspace } from '../../src/engine/workspace';
import { Clusters } from '../../src/whatif/Clusters';
import { difference, differs, outcomes, pairs } from '../../src/whatif/compare';
import { firstPair, partnerOf } from '../../src/whatif/pair';
import type { Side } from '../../src/whatif/side';
import { details, item, snapshot, step } from './made';
import { Page, until, workspaceWith } from './page';

let open: Workspace[] = [];
afterEach(() => {
  for (const workspace of open) workspace.close();
  open = [];
});

const side = (sql: string[], more: Parameters<typeof details>[0] = {}): Side => ({
  state: 'planned',
  answer: { sql: sql.join('\n'), details: details({ steps: sql.map((one) => step(one)), ...more }) },
});

test('statements are compared by text and database, as often as they stand there', () => {
  const [a, b] = [side(['one', 'two', 'two']), side(['two', 'three'])];
  const texts = (found: { sql: string }[]) => found.map(({ sql }) => sql);
  const { onlyA, onlyB, both } = difference(a, b);
  expect([texts(onlyA), texts(onlyB), texts(both)]).toEqual([['one', 'two'], ['three'], ['two']]);
  const elsewhere: Side = {
    state: 'planned',
    answer: { sql: 'one', details: details({ steps: [step('one', { database: 'other' })] }) },
  };
  expect(difference(side(['one']), elsewhere).both).toEqual([]);
});

test('plans differ by their text, or where there is only one', () => {
  expect(differs(side(['one']), side(['one']))).toBe(false);
  expect(differs(side(['one']), side(['two']))).toBe(true);
  expect(differs(side([]), { state: 'absent' })).toBe(true);
  expect(differs({ state: 'absent' }, { state: 'absent' })).toBe(false);
});

test('what the role holds afterwards is listed where it is not the same', () => {
  const holding = (direct: number) => ({ direct, of: 4, via: [] });
  const matrix = (direct: number) => ({
    privileges: ['SELECT', 'INSERT'],
    rows: [
      {
        database: 'app',
        schema: 'public',
        in_scope: true,
        relations: 4,
        cells: [
          { desired: true, before: holding(0), after: holding(4) },
          { desired: false, before: holding(4), after: holding(direct) },
        ],
      },
    ],
  });
  const found = outcomes(side([], { matrix: matrix(0) }), side([], { matrix: matrix(4) }));
  expect(found.map(({ privilege, a }) => [privilege, a])).toEqual([['INSERT', '–']]);
  expect(found[0]?.scope).toContain('app.public');
});

test('roles are paired by their names, those of B first', () => {
  const wanted = (snapshotId: string) => (of: ReturnType<typeof item>) => ({ item: of.item, snapshotId });
  const found = pairs([item('x/a'), item('x/gone')], [item('x/new'), item('x/a')], wanted('1'), wanted('2'));
  expect(found.map(({ role, a, b }) => [role, a?.snapshotId, b?.snapshotId])).toEqual([
    ['x/new', undefined, '2'],
    ['x/a', '1', '2'],
    ['x/gone', '1', undefined],
  ]);
});

const OTHER = { system_identifier: '7300000000000000002' };
const at = (hour: number) => ({ taken_at: `2026-11-26T${hour}:00:00Z` });
const ids = (pair: ReturnType<typeof firstPair>) => pair.map((one) => one?.id);

test('the newest two of one cluster are compared at first, the older one as A', () => {
  const first = snapshot('1', {}, at(10));
  const second = snapshot('2', {}, at(12));
  const third = snapshot('3', {}, at(11));
  const stranger = snapshot('4', {}, { ...OTHER, ...at(13) });
  expect(ids(firstPair([first, second, third, stranger]))).toEqual(['3', '2']);
  expect(partnerOf(first, [first, second, third, stranger])?.id).toBe('2');
  // Without times, in the order they were added.
  expect(ids(firstPair([snapshot('1'), snapshot('2'), snapshot('4', {}, OTHER)]))).toEqual(['1', '2']);
  // A cluster that was moved still serves its resource.
  const moved = snapshot('5', { resource: 'analytics' }, { ...OTHER, ...at(14) });
  const before = snapshot('6', { resource: 'analytics' }, at(9));
  expect(ids(firstPair([before, moved, snapshot('7', {}, { system_identifier: '9' })]))).toEqual(['6', '5']);
  expect(ids(firstPair([first]))).toEqual([undefined, '1']);
});

test('that two snapshots are of different clusters is said, and that they are of one', async () => {
  const workspace = workspaceWith(ROLES, {
    'a.json': CATALOG,
    'b.json': CATALOG.replace('"events"', '"events", "visits"'),
    'c.json': CATALOG.replace('"events"', '"events", "hits"').replace(
      /"system_identifier": "\d+"/,
      '"system_identifier": "42"',
    ),
  });
  open.push(workspace);
  await until(workspace.snapshots, ({ loaded }) => loaded.length === 3);
  const screen = await render(
    <Page workspace={workspace}>
      <Clusters />
    </Page>,
  );
  const a = screen.getByLabelText('Snapshot A', { exact: true });
  const b = screen.getByLabelText('Snapshot B', { exact: true });
  const shown = (select: typeof a) => (select.element() as HTMLSelectElement).selectedOptions[0]?.label;
  expect([shown(a), shown(b)]).toEqual(['a.json', 'b.json']);
  await expect.element(screen.getByText(/^One cluster at two times/)).toBeVisible();
  await b.selectOptions('c.json');
  await expect.element(screen.getByRole('note')).toHaveTextContent(/two different clusters/);
  expect(shown(a)).toBe('a.json');
});
