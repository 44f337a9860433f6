// The parts that every page is built of.
import { afterEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { ConfirmTyped } from '../../src/ui/ConfirmTyped';
import { createUi } from '../../src/ui/context';
import { Drawer } from '../../src/ui/Drawer';
import { Empty } from '../../src/ui/Empty';
import { Failure } from '../../src/ui/Failure';
import { age, count, moment, number, utc } from '../../src/ui/format';
import { createNotices } from '../../src/ui/notices';
import { Pager } from '../../src/ui/Pager';
import { Palette } from '../../src/ui/Palette';
import { ScrollBox } from '../../src/ui/ScrollBox';
import { Skeleton } from '../../src/ui/Skeleton';
import { Tag } from '../../src/ui/Tag';
import { Time } from '../../src/ui/Time';
import { Toasts } from '../../src/ui/Toasts';
import { Page } from './page';

afterEach(() => vi.useRealTimers());

test('a drawer takes the focus and gives it back; Escape closes it', async () => {
  const onClose = vi.fn();
  const drawn = (opened: boolean) => (
    <Page>
      <button type="button">Open</button>
      <Drawer title="History" opened={opened} onClose={onClose}>
        <p>What was</p>
      </Drawer>
    </Page>
  );
  const screen = await render(drawn(false));
  expect(screen.getByText('What was').query()).toBeNull();
  const opener = screen.getByRole('button', { name: 'Open' });
  (opener.element() as HTMLElement).focus();
  await screen.rerender(drawn(true));
  const dialog = screen.getByRole('dialog', { name: 'History' });
  await expect.element(dialog).toBeVisible();
  await expect.poll(() => dialog.element().contains(document.activeElement)).toBe(true);
  await userEvent.keyboard('{Escape}');
  expect(onClose).toHaveBeenCalledOnce();
  await screen.rerender(drawn(false));
  await expect.element(opener).toHaveFocus();
});

test('the palette offers what can be done, finds it by its words, and does it', async () => {
  const ui = createUi();
  const done: string[] = [];
  ui.commands.define([
    { name: 'undo', label: 'Undo', group: 'Edit' },
    { name: 'show:plan', label: 'Show the plan', group: 'Go to' },
    { name: 'nobody', label: 'Do what nobody does', group: 'Edit' },
  ]);
  for (const name of ['undo', 'show:plan']) ui.commands.on(name, () => done.push(name));
  const screen = await render(
    <Page ui={ui}>
      <Palette />
    </Page>,
  );
  ui.commands.run('palette');
  const options = screen.getByRole('option');
  await expect.element(screen.getByRole('combobox')).toHaveFocus();
  expect(options.elements().map((option) => option.textContent)).toEqual(['EditUndo', 'Go toShow the plan']);
  await userEvent.keyboard('no such thing');
  await expect.element(screen.getByText('Nothing is called that.')).toBeVisible();
  await screen.getByRole('combobox').fill('go plan');
  expect(options.elements()).toHaveLength(1);
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => done).toEqual(['show:plan']);

  ui.commands.run('palette');
  await expect.element(options.first()).toHaveAttribute('aria-selected', 'true');
  await userEvent.keyboard('{ArrowDown}');
  await expect.element(options.last()).toHaveAttribute('aria-selected', 'true');
  await userEvent.keyboard('{ArrowUp}{Enter}');
  await expect.poll(() => done).toEqual(['show:plan', 'undo']);
});

test('what nothing brings back is done only where the word was typed', async () => {
  const [onConfirm, onClose] = [vi.fn(), vi.fn()];
  const drawn = (opened: boolean) => (
    <Page>
      <ConfirmTyped title="Drop it?" word="analytics" label="Drop" {...{ opened, onConfirm, onClose }}>
        All of it is gone then.
      </ConfirmTyped>
    </Page>
  );
  const screen = await render(drawn(true));
  const [field, drop] = [screen.getByRole('textbox'), screen.getByRole('button', { name: 'Drop' })];
  await expect.element(field).toHaveFocus();
  await expect.element(drop).toBeDisabled();
  await userEvent.keyboard('analytic{Enter}');
  expect(onConfirm).not.toHaveBeenCalled();
  await userEvent.keyboard('s');
  await drop.click();
  expect(onConfirm).toHaveBeenCalledOnce();
  expect(onClose).toHaveBeenCalledOnce();
  // Another time it has to be typed again.
  await screen.rerender(drawn(false));
  await screen.rerender(drawn(true));
  await expect.element(screen.getByRole('textbox')).toHaveValue('');
});

test('notices: one of a title, errors stay, others go; an action is not a dismissal', async () => {
  const ui = createUi();
  const [run, onClose] = [vi.fn(), vi.fn()];
  const screen = await render(
    <Page ui={ui}>
      <Toasts />
    </Page>,
  );
  ui.notices.notify({ tone: 'info', title: 'Copied', text: 'once' });
  ui.notices.notify({ tone: 'info', title: 'Copied', text: 'twice' });
  ui.notices.notify({ tone: 'error', title: 'Not saved', action: { label: 'Try again', run }, onClose });
  await expect.element(screen.getByText('twice')).toBeVisible();
  expect(screen.getByText('once').query()).toBeNull();
  await expect.element(screen.getByRole('alert')).toHaveTextContent('Not saved');
  await screen.getByRole('button', { name: 'Try again' }).click();
  expect(run).toHaveBeenCalledOnce();
  expect(onClose).not.toHaveBeenCalled();
  await expect.element(screen.getByRole('alert')).not.toBeInTheDocument();
  ui.notices.notify({ tone: 'error', title: 'Not read', onClose });
  await screen.getByRole('alert').getByRole('button', { name: 'Dismiss' }).click();
  expect(onClose).toHaveBeenCalledOnce();
});

test('how long notices stay', () => {
  vi.useFakeTimers();
  const notices = createNotices();
  const titles = () => notices.get().map(({ title }) => title);
  notices.notify({ tone: 'info', title: 'info' });
  notices.notify({ tone: 'warning', title: 'warning' });
  notices.notify({ tone: 'error', title: 'error' });
  notices.notify({ tone: 'info', title: 'stays', stays: true });
  vi.advanceTimersByTime(8_000);
  expect(titles()).toEqual(['warning', 'error', 'stays']);
  vi.advanceTimersByTime(600_000);
  expect(titles()).toEqual(['error', 'stays']);
});

test('numbers, ages and moments; what is no time is shown as it is written', async () => {
  const now = Date.parse('2026-11-26T12:00:00Z');
  expect(number(1204000)).toBe('1,204,000');
  expect([count(1, 'role'), count(2, 'role'), count(0, 'entry', 'entries')]).toEqual([
    '1 role',
    '2 roles',
    '0 entries',
  ]);
  expect(age('2026-11-23T12:00:00Z', now)).toBe('3 days ago');
  expect(age('2026-11-26T11:58:00Z', now)).toBe('2 minutes ago');
  expect(age('yesterday', now)).toBe('yesterday');
  expect(moment('soon')).toBe('soon');
  const screen = await render(
    <>
      <Time of="2026-11-26T12:00:00Z" />
      <Time of="long ago" />
    </>,
  );
  const [known, unknown] = screen.container.querySelectorAll('time');
  expect(known?.dateTime).toBe('2026-11-26T12:00:00.000Z');
  expect(known?.title).toBe(utc('2026-11-26T12:00:00Z'));
  expect(known?.title).toContain('UTC');
  expect(unknown?.textContent).toBe('long ago');
  expect(unknown?.hasAttribute('datetime')).toBe(false);
});

test('a failure is an alert with a way out, emptiness and waiting have their names', async () => {
  const run = vi.fn();
  const screen = await render(
    <Page>
      <Failure title="Could not be read" actions={[{ label: 'Try again', run }]}>
        It was moved.
      </Failure>
      <Empty title="Nothing yet">Write a role.</Empty>
      <Skeleton rows={4} what="the roles" />
    </Page>,
  );
  await expect.element(screen.getByRole('alert')).toHaveTextContent('It was moved.');
  await screen.getByRole('button', { name: 'Try again' }).click();
  expect(run).toHaveBeenCalledOnce();
  await expect
    .element(screen.getByRole('region', { name: 'Nothing yet' }))
    .toHaveTextContent('Write a role.');
  const waiting = screen.getByRole('status');
  await expect.element(waiting).toHaveTextContent('Loading the roles…');
  expect(waiting.element().querySelectorAll('[aria-hidden]')).toHaveLength(4);
});

test('a tag says its meaning in a word and a picture, not by its colour alone', async () => {
  const screen = await render(<Tag words={{ word: 'revokes', icon: 'minus', tone: 'revokes' }} />);
  const tag = screen.getByText('revokes').element().parentElement;
  expect(tag?.querySelector('svg[aria-hidden=true]')).not.toBeNull();
  expect(tag?.dataset.tone).toBe('revokes');
  expect(getComputedStyle(tag as Element).color).toBe('rgb(168, 67, 10)');
});

test('a pager goes from page to page, not beyond, and is not there for one page', async () => {
  const onMove = vi.fn();
  const pager = (from: number, total = 230) => <Pager what="roles" size={100} {...{ from, total, onMove }} />;
  const screen = await render(<Page>{pager(100)}</Page>);
  await expect.element(screen.getByRole('status')).toHaveTextContent('101–200 of 230 roles');
  for (const name of ['First', 'Previous', 'Next', 'Last'])
    await screen.getByRole('button', { name, exact: true }).click();
  expect(onMove.mock.calls.flat()).toEqual([0, 0, 200, 200]);
  await screen.rerender(<Page>{pager(200)}</Page>);
  await expect.element(screen.getByRole('status')).toHaveTextContent('201–230 of 230 roles');
  await expect.element(screen.getByRole('button', { name: 'Next' })).toBeDisabled();
  await screen.rerender(<Page>{pager(0, 100)}</Page>);
  expect(screen.getByRole('navigation').query()).toBeNull();
});

test('what is larger than its place says at which edges there is more, and scrolls by keys', async () => {
  const screen = await render(
    <Page>
      <div style={{ width: 200 }}>
        <ScrollBox label="Wide">
          <div style={{ width: 400 }}>wide</div>
        </ScrollBox>
      </div>
    </Page>,
  );
  const box = screen.getByRole('region', { name: 'Wide' }).element() as HTMLElement;
  box.style.overflow = 'auto';
  const more = () => box.parentElement?.dataset.more;
  await expect.poll(more).toBe('right');
  box.scrollTo({ left: 100 });
  await expect.poll(more).toBe('left right');
  box.scrollTo({ left: 200 });
  await expect.poll(more).toBe('left');
  expect(box.tabIndex).toBe(0);
});
