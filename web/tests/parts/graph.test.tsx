// The graph: what is drawn, where it stands, and that it can be read and walked through.
import { useState } from 'react';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { Drawing } from '../../src/graph/Drawing';
import { draw } from '../../src/graph/draw';
import type { Drawn } from '../../src/graph/drawn';
import { ReachList } from '../../src/graph/ReachList';
import { drawReach, reaching, wayWords } from '../../src/graph/reach';
import { shape } from '../../src/graph/shape';
import { GRAPH, REACH, way } from './made';
import { Page } from './page';

function Shown({ drawn }: { drawn: Drawn }) {
  const [selected, select] = useState<string>();
  return (
    <Page>
      <Drawing label="Drawn" drawn={drawn} selected={selected} onSelect={select} />
    </Page>
  );
}

const overlap = (a: DOMRect, b: DOMRect) =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;

/** Everything that stands on the sheet, by what it says. */
function standing(container: HTMLElement): [string, DOMRect][] {
  const all = [...container.querySelectorAll<HTMLElement>('[data-id]')];
  return all.map((element) => [element.textContent ?? '', element.getBoundingClientRect()]);
}

test.each([
  ['a role', draw(shape(GRAPH))],
  ['an object', drawReach(REACH, 'app.public.orders', 'hoopdev_app_ro_6075a443', REACH.roles)],
])('%s: names are whole, nothing is smaller than 12 px, and nothing stands on anything', async (_, drawn) => {
  const { container } = await render(<Shown drawn={drawn} />);
  const things = standing(container);
  expect(things.length).toBeGreaterThan(drawn.boxes.length);
  for (const { name } of drawn.boxes)
    expect(
      things.some(([text]) => text.includes(name)),
      name,
    ).toBe(true);
  for (const element of container.querySelectorAll<HTMLElement>('[data-id], [data-id] span')) {
    const { fontSize, textOverflow } = getComputedStyle(element);
    expect(Number.parseFloat(fontSize), element.textContent ?? '').toBeGreaterThanOrEqual(12);
    expect(textOverflow).toBe('clip');
    expect(element.scrollWidth, element.textContent ?? '').toBeLessThanOrEqual(
      element.clientWidth + 1 || Infinity,
    );
  }
  const over = things.flatMap(([a, boxA], i) =>
    things.slice(i + 1).flatMap(([b, boxB]) => (overlap(boxA, boxB) ? [`${a} / ${b}`] : [])),
  );
  expect(over).toEqual([]);
  const paths = [...container.querySelectorAll('path')].map((path) => path.getAttribute('d'));
  expect(paths).toHaveLength(drawn.strokes.length);
  expect(new Set(paths).size).toBe(paths.length);
});

test('no line runs through a box that it does not belong to', async () => {
  const drawn = draw(shape(GRAPH));
  const { container } = await render(<Shown drawn={drawn} />);
  const boxes = [...container.querySelectorAll<HTMLElement>('button[data-id]')];
  const paths = [...container.querySelectorAll('path')];
  const through = drawn.strokes.flatMap((stroke, i) => {
    const path = paths[i];
    const svg = path?.ownerSVGElement?.getBoundingClientRect();
    if (!path || !svg) return ['no path'];
    const length = path.getTotalLength();
    const points = Array.from({ length: 40 }, (_, at) => path.getPointAtLength((length * at) / 39));
    return boxes
      .filter(({ dataset: { id } }) => id !== stroke.from && id !== stroke.to)
      .filter((box) => {
        const at = box.getBoundingClientRect();
        return points.some(
          ({ x, y }) =>
            x + svg.left > at.left + 2 &&
            x + svg.left < at.right - 2 &&
            y + svg.top > at.top + 2 &&
            y + svg.top < at.bottom - 2,
        );
      })
      .map(({ dataset: { id } }) => `${stroke.from} → ${stroke.to} through ${id}`);
  });
  expect(through).toEqual([]);
});

test('one stop for the Tab key, the arrows go from box to box', async () => {
  const screen = await render(<Shown drawn={draw(shape(GRAPH))} />);
  const focused = () => document.activeElement?.getAttribute('aria-label');
  const region = screen.getByRole('region', { name: 'Drawn' });
  expect(region.element().querySelectorAll('[tabindex="0"]')).toHaveLength(1);
  await userEvent.keyboard('{Tab}');
  expect(focused()).toMatch(/^planned role/);
  await userEvent.keyboard('{ArrowLeft}');
  expect(focused()).toBe('role a_member_of_it');
  await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}');
  expect(focused()).toMatch(/^schema app\./);
  const column = focused();
  await userEvent.keyboard('{ArrowDown}');
  expect(focused()).not.toBe(column);
  await userEvent.keyboard('{Enter}');
  await expect.element(region.getByRole('button', { pressed: true })).toHaveAccessibleName(focused() ?? '');
  await userEvent.keyboard('{Escape}');
  expect(region.getByRole('button', { pressed: true }).query()).toBeNull();
});

test('ways that are alike are one box, and those that others come by are not', () => {
  const { boxes, strokes } = drawReach(REACH, 'app.public.orders', 'hoopdev_app_ro_6075a443', REACH.roles);
  const names = boxes.map(({ name }) => name);
  expect(names).toContain('7 roles');
  expect(names).not.toContain('ada');
  expect(names).toEqual(
    expect.arrayContaining(['PUBLIC', 'readers', 'reporting', 'analyst', 'pg_read_all_data']),
  );
  const known = new Set(boxes.map(({ id }) => id));
  for (const { from, to } of strokes) expect(known.has(from) && known.has(to), `${from} → ${to}`).toBe(true);
  expect(new Set(strokes.map(({ from, to }) => `${from} ${to}`)).size).toBe(strokes.length);
});

test('a line says of each privilege what becomes of it, and is kept where one way is', () => {
  const roles = [
    {
      role: 'ro',
      attributes: [],
      ways: [
        way('entry'),
        way('entry', [], { privileges: ['INSERT'], change: 'added' }),
        way('entry', [], { privileges: ['DELETE'], change: 'removed' }),
      ],
    },
    { role: 'old', attributes: [], ways: [way('entry', ['ro'])] },
    { role: 'new', attributes: [], ways: [way('entry', ['ro'], { change: 'added' })] },
  ];
  const { strokes } = drawReach({ ...REACH, roles }, 'app.public.orders', 'ro', roles);
  const label = (from: string, to: string) =>
    strokes.find((stroke) => stroke.from === `role:${from}` && stroke.to === to);
  expect(label('ro', 'object')?.label).toBe('SELECT, + INSERT, − DELETE');
  expect(label('ro', 'object')?.color).toBe('var(--rw-info)');
  expect(label('old', 'role:ro')?.strong).toBe(false);
  expect(label('new', 'role:ro')?.strong).toBe(true);
});

test('the planned role stands alone, and too many boxes are not drawn', async () => {
  const roles = Array.from({ length: 300 }, (_, i) => ({
    role: `r${i}`,
    attributes: [],
    ways: [way('entry')],
  }));
  const { boxes } = drawReach({ ...REACH, roles }, 'app', 'r7', roles);
  expect(boxes.map(({ name }) => name)).toEqual(['299 roles', 'r7', 'app']);
  const distinct = roles.map((one, i) => ({ ...one, ways: [way('entry', [], { why: `${i}` })] }));
  const screen = await render(
    <Shown drawn={drawReach({ ...REACH, roles: distinct }, 'app', 'r7', distinct)} />,
  );
  await expect.element(screen.getByText(/301 boxes/)).toBeVisible();
});

test('one privilege alone', () => {
  expect(reaching(REACH, 'INSERT').map(({ role }) => role)).toEqual(['stray']);
  expect(reaching(REACH, 'DELETE')).toEqual([
    { role: 'app_owner', attributes: [], ways: [way('owner', [], { privileges: ['DELETE'] })] },
  ]);
  expect(reaching(REACH, undefined)).toBe(REACH.roles);
});

test('ways in words', async () => {
  expect(wayWords(way('entry'), 'x')).toBe('granted to it directly');
  expect(wayWords(way('entry', ['a', 'b']), 'x')).toBe(
    'as a member of a, and so of b, which it is granted to',
  );
  expect(wayWords(way('owner', ['x']), 'x')).toBe('as a member of x, the owner');
  const screen = await render(
    <Page>
      <ReachList roles={REACH.roles} owner="app_owner" planned="hoopdev_app_ro_6075a443" label="Who" />
    </Page>,
  );
  const list = screen.getByRole('region', { name: 'Who' });
  await expect
    .element(list)
    .toHaveTextContent(/forgotten.*SELECT granted to it directly: no USAGE on schema app\.public.*of no use/);
  await expect.element(list).toHaveTextContent(/deploy.*after SET ROLE to `app_owner`.*not at once/);
  await expect.element(list).toHaveTextContent(/stray.*removed/);
});
