// What is in a snapshot, card by card.
import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { DatabaseTable, kindsOf } from '../../src/catalog/DatabaseTable';
import { database } from './made';
import { Page } from './page';

const A = [
  database('app', { table: 1204, view: 3 }),
  database('a_database_with_a_very_long_name_of_its_own', { table: 7 }),
];
const B = [
  { ...database('unread'), read: false, unreachable: 'no pg_hba.conf entry' },
  database('b', { sequence: 88 }),
];

test('the kinds of all snapshots, in one order', () => {
  expect(kindsOf([...B, ...A])).toEqual(['table', 'view', 'sequence']);
});

test('numbers stand below one another, on each card at the same place', async () => {
  const kinds = kindsOf([...A, ...B]);
  const screen = await render(
    <Page>
      <DatabaseTable of="a" databases={A} kinds={kinds} />
      <DatabaseTable of="b" databases={B} kinds={kinds} />
    </Page>,
  );
  const tables = [...screen.container.querySelectorAll('table')];
  const edges = tables.map((table) =>
    [...table.querySelectorAll('thead th')].map((head) => Math.round(head.getBoundingClientRect().right)),
  );
  expect(edges[0]).toEqual(edges[1]);
  const [, , ...numbers] = [...(tables[0]?.querySelectorAll('tbody tr:first-child > *') ?? [])];
  expect(numbers.map((cell) => cell.textContent)).toEqual(['2', '1,204', '3', '0']);
  for (const cell of numbers) {
    const { textAlign, fontVariantNumeric } = getComputedStyle(cell);
    expect([textAlign, fontVariantNumeric]).toEqual(['end', 'tabular-nums']);
  }
  await expect.element(screen.getByText('no pg_hba.conf entry')).toBeVisible();
});

test('the first fifty databases, all when asked for', async () => {
  const many = Array.from({ length: 120 }, (_, i) => database(`db${i}`));
  const screen = await render(<DatabaseTable of="many" databases={many} kinds={[]} />);
  await screen.getByText('Databases', { exact: true }).click();
  expect(screen.container.querySelectorAll('tbody tr')).toHaveLength(50);
  await screen.getByRole('button', { name: 'Show all 120' }).click();
  expect(screen.container.querySelectorAll('tbody tr')).toHaveLength(120);
});
