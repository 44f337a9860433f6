// What a plan is read in, with plans that were made by hand.
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { RiskCounts, riskWords } from '../../src/plan/RiskCounts';
import { RoleList } from '../../src/plan/RoleList';
import { SqlText } from '../../src/plan/SqlText';
import { Statements } from '../../src/plan/Statements';
import type { ReviewSource } from '../../src/planner/review';
import type { PlanSummary, Risk, StepRecord } from '../../src/planner/types';
import { type NO_RISKS, review, step } from './made';
import { Page } from './page';

function Roles({ reviews }: { reviews: ReviewSource[] }) {
  const [name, select] = useState(reviews[0]?.roleName);
  const selected = reviews.find(({ roleName }) => roleName === name);
  return (
    <Page>
      <RoleList reviews={reviews} selected={selected} onSelect={select} />
    </Page>
  );
}

const FEW = [
  review('analytics/ro', { risks: { grants: 9, revokes: 2 } }),
  review('analytics/rw'),
  review('marketplace/ro', { status: 'failed', summary: undefined }),
  review('marketplace/rw', { status: 'no-snapshot', summary: undefined }),
];

test('the roles: each with what its plan does, chosen with the arrows or the mouse', async () => {
  const screen = await render(<Roles reviews={FEW} />);
  const list = screen.getByRole('listbox', { name: 'Planned roles' });
  const chosen = () =>
    list.element().querySelector('[aria-selected=true]')?.getAttribute('aria-label')?.split(',')[0];
  await expect
    .element(list.getByRole('option').first())
    .toHaveAccessibleName(/^analytics\/ro, out of sync.*2 revokes, 9 grants/);
  await expect.element(list.getByRole('option', { name: /^analytics\/rw, in sync/ })).toBeVisible();
  await expect.element(list.getByRole('option', { name: /^marketplace\/ro, failed/ })).toBeVisible();
  (list.element() as HTMLElement).focus();
  await userEvent.keyboard('{ArrowDown}');
  expect(chosen()).toBe('analytics/rw');
  await userEvent.keyboard('{End}');
  expect(chosen()).toBe('marketplace/rw');
  await userEvent.keyboard('{ArrowDown}{Home}{ArrowUp}');
  expect(chosen()).toBe('analytics/ro');
  await list.getByRole('option', { name: /^marketplace\/ro/ }).click();
  expect(chosen()).toBe('marketplace/ro');
  const active = list.element().getAttribute('aria-activedescendant');
  expect(document.getElementById(active ?? '')?.getAttribute('aria-selected')).toBe('true');
});

test('the roles are found by resource, name and status', async () => {
  const screen = await render(<Roles reviews={FEW} />);
  const names = () =>
    screen
      .getByRole('option')
      .elements()
      .map((option) => option.getAttribute('aria-label')?.split(',')[0]);
  await screen.getByRole('textbox', { name: 'Filter roles' }).fill('market failed');
  await expect.poll(names).toEqual(['marketplace/ro']);
  await expect.element(screen.getByRole('status').first()).toHaveTextContent('1 of 4 roles');
});

test('of five thousand roles only those in view are there, and the last one can be reached', async () => {
  const many = Array.from({ length: 5000 }, (_, i) => review(`resource${i}/ro`));
  const screen = await render(<Roles reviews={many} />);
  const list = screen.getByRole('listbox', { name: 'Planned roles' });
  expect(list.getByRole('option').elements().length).toBeLessThan(100);
  (list.element() as HTMLElement).focus();
  await userEvent.keyboard('{End}');
  const last = list.getByRole('option', { name: /^resource4999\/ro/ });
  await expect.element(last).toBeInViewport();
  await expect.element(last).toHaveAttribute('aria-posinset', '5000');
});

const STEPS = [
  step('GRANT USAGE ON SCHEMA public TO ro;'),
  step('GRANT SELECT ON TABLE public.orders TO ro;', { acting_as: 'app_owner' }),
  step('REVOKE INSERT ON TABLE public.orders FROM ro;', { reason: 'Nothing asks for it.' }),
];

function All({ steps }: { steps: StepRecord[] }) {
  const [risk, setRisk] = useState<Risk>();
  return (
    <Page>
      <Statements steps={steps} risk={risk} onRisk={setRisk} onSearched={() => {}} />
    </Page>
  );
}

test('the statements: each with number and reason, by risk and by text', async () => {
  const screen = await render(<All steps={STEPS} />);
  const texts = () =>
    screen
      .getByRole('listitem')
      .elements()
      .map((entry) => entry.querySelector('pre')?.textContent);
  expect(texts()).toEqual(STEPS.map(({ sql }) => sql));
  await expect.element(screen.getByRole('listitem').nth(1)).toHaveTextContent('acting as app_owner');
  await screen.getByText(/Only revokes/).click();
  expect(texts()).toEqual([STEPS[2]?.sql]);
  // The number is that of the plan, not of what is shown.
  await expect.element(screen.getByRole('listitem')).toHaveTextContent(/^3/);
  await screen.getByText(/^All/).click();
  await screen.getByRole('textbox', { name: 'Filter statements by text' }).fill('orders nothing');
  await expect.poll(texts).toEqual([STEPS[2]?.sql]);
  await screen.getByRole('textbox', { name: 'Filter statements by text' }).fill('no such');
  await expect.element(screen.getByText(/^No statement matches/)).toBeVisible();
});

test('a hundred statements a page, and a long one is cut until all is asked for', async () => {
  const long = `GRANT SELECT ON TABLE ${Array.from({ length: 200 }, (_, i) => `public.table_${i}`).join(', ')} TO ro;`;
  const steps = [step(long), ...Array.from({ length: 119 }, (_, i) => step(`GRANT SELECT ON t${i} TO ro;`))];
  const screen = await render(<All steps={steps} />);
  expect(screen.getByRole('listitem').elements()).toHaveLength(100);
  const first = screen.getByRole('listitem').first();
  expect(first.element().textContent).not.toContain('table_199');
  await first.getByRole('button', { name: /^Show all/ }).click();
  expect(first.element().querySelector('pre')?.textContent).toBe(long);
  await screen.getByRole('button', { name: 'Next' }).first().click();
  expect(screen.getByRole('listitem').elements()).toHaveLength(20);
});

const SQL = [
  '-- On database app',
  "SELECT set_config('search_path', '', false);",
  '',
  'GRANT SELECT ON TABLE public."ta<b>le" TO ro;',
  'REVOKE INSERT ON TABLE public.orders FROM ro;\t',
  '',
].join('\n');

test('SQL is shown byte for byte, and copied so', async () => {
  const screen = await render(<SqlText sql={SQL} label="SQL" testId="sql" />);
  const text = screen.getByTestId('sql').element();
  expect(text.textContent).toBe(SQL);
  expect(text.querySelector('b')).toBeNull();
  getSelection()?.selectAllChildren(text);
  const clipboardData = new DataTransfer();
  text.dispatchEvent(new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true }));
  expect(clipboardData.getData('text/plain')).toBe(SQL);
});

test('SQL that could look like another is said to', async () => {
  const warning = /invisible characters/;
  const screen = await render(<SqlText sql={SQL} label="SQL" />);
  expect(screen.getByText(warning).query()).toBeNull();
  await screen.rerender(<SqlText sql={SQL.replace('orders', 'or\u202eders')} label="SQL" />);
  await expect.element(screen.getByText(warning)).toBeVisible();
});

test('a text of millions of characters is cut at a line, until all is asked for', async () => {
  const sql = `${`-- ${'x'.repeat(100_000)}\n`.repeat(21)}SELECT 1;\n`;
  const screen = await render(
    <Page>
      <SqlText sql={sql} label="SQL" testId="sql" plain />
    </Page>,
  );
  const text = screen.getByTestId('sql').element();
  expect(text.textContent?.length).toBeLessThan(sql.length);
  expect(text.textContent?.endsWith('\n')).toBe(true);
  await screen.getByRole('button', { name: 'Show all' }).click();
  expect(text.textContent === sql).toBe(true);
});

test('how many statements of each risk, in signs and in words', async () => {
  const of = (risks: Partial<typeof NO_RISKS>, dangers: PlanSummary['dangers'] = []) =>
    ({ ...review('a/b', { risks }).summary, dangers }) as PlanSummary;
  const summary = of({ grants: 12, revokes: 3, destructive: 1 }, [
    { sql: 'NOSUPERUSER', what: 'loses SUPERUSER' },
  ]);
  const screen = await render(<RiskCounts summary={summary} />);
  expect(screen.container.textContent).toMatch(/1 destructive.*−3.*3 revokes.*\+12.*12 grants/);
  expect(screen.container.textContent).not.toContain('credentials');
  expect(riskWords(summary)).toBe('loses SUPERUSER, 1 destructive, 3 revokes, 12 grants');
  expect(riskWords(of({}))).toBe('0 statements');
});

test('nothing is asked of a plan that is only listed', async () => {
  const details = vi.fn(() => Promise.reject(new Error('asked')));
  await render(<Roles reviews={[review('a/b', { details }), review('c/d', { details })]} />);
  expect(details).not.toHaveBeenCalled();
});
