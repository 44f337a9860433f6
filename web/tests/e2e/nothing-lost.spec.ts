// Whatever takes the place of somebody's work says so, and the way back stays.
import { CATALOG, changed, drop, GOLDEN, ROLES } from './support/files';
import { keptText, stored } from './support/kept';
import { Playground } from './support/playground';
import { expect, test } from './support/test';

const MINE = ROLES.replace('rw,analytics,', 'mine,analytics,');

async function work(on: Playground): Promise<void> {
  await on.paste(MINE);
  await drop(on.page, CATALOG);
  await on.expectHash(GOLDEN);
  await expect.poll(() => stored(on.page, 'snapshots')).toHaveLength(1);
}

/** All of it: the roles, the snapshot, and the plan on it. */
async function expectWork(on: Playground): Promise<void> {
  await expect(on.checksum).toHaveText(GOLDEN);
  expect(await on.text('CSV')).toBe(MINE);
  await on.panel('Catalog');
  await expect(on.page.getByRole('article', { name: /^Snapshot/ })).toHaveCount(1);
  await expect(on.page.getByRole('article', { name: 'Snapshot catalog.json' })).toBeVisible();
}

const DESTRUCTIVE: Record<string, (on: Playground) => Promise<unknown>> = {
  'an example': async (on) => {
    await on.example('drift/bypassrls');
    await expect(on.page.getByText('The example drift/bypassrls took the place of 3 roles')).toBeVisible();
  },
  'one example after the other': async (on) => {
    for (const name of ['drift/bypassrls', 'reference/plan-yaml']) {
      await on.example(name);
      await expect(on.page.getByText(`The example ${name} took the place of 3 roles`)).toBeVisible();
    }
  },
  'start over': (on) => on.page.getByRole('button', { name: 'Start over' }).click(),
  'start over, then an example': async (on) => {
    await on.page.getByRole('button', { name: 'Start over' }).click();
    await on.view('Grid');
    await on.page.getByRole('button', { name: 'Open an example' }).click();
    await expect(on.page.getByText('The example reference/plan-yaml took the place of')).toBeVisible();
  },
  'a file of roles': (on) => drop(on.page, { name: 'roles.csv', content: ROLES }),
};

for (const [name, destroy] of Object.entries(DESTRUCTIVE)) {
  test(`${name}, and the way back`, async ({ page }) => {
    const on = await new Playground(page).open();
    await work(on);
    await destroy(on);
    const back = page.getByRole('button', { name: 'Bring them back' });
    await expect(back).toBeVisible();
    await expect.poll(() => keptText(page)).not.toBe(MINE);
    // It outlives a reload, and as long as anybody needs.
    await page.reload();
    await expect(back).toBeVisible();
    await back.click();
    await expect(back).toHaveCount(0);
    await expectWork(on);
    await page.reload();
    await expectWork(on);
  });
}

test('undo brings the snapshots back with the roles, and redo takes them away', async ({ page }) => {
  const on = await new Playground(page).open();
  await work(on);
  await on.example('drift/bypassrls');
  await expect(on.sql).toContainText('NOBYPASSRLS');
  await on.panel('Desired');
  const tools = page.getByRole('toolbar', { name: 'Desired roles' });
  await tools.getByRole('button', { name: 'Undo' }).click();
  await expectWork(on);
  await expect(page.getByRole('button', { name: 'Bring them back' })).toHaveCount(0);
  await on.panel('Desired');
  await tools.getByRole('button', { name: 'Redo' }).click();
  await expect(on.sql).toContainText('NOBYPASSRLS');
  await tools.getByRole('button', { name: 'Undo' }).click();
  await expectWork(on);
});

test('a snapshot that is thrown away, and one that a newer file replaces', async ({ page }) => {
  const on = await new Playground(page).open();
  await work(on);
  await on.panel('Catalog');
  await page.getByRole('button', { name: 'Remove catalog.json' }).click();
  await expect(page.getByText(/^catalog\.json was removed/)).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expectWork(on);

  await drop(page, changed(CATALOG, 'customers', 'clients'));
  await expect(page.getByText(/^Another catalog\.json took the place/)).toBeVisible();
  await page.getByRole('button', { name: 'Bring it back' }).click();
  await expectWork(on);
  // The same facts once more replace nothing.
  await page.getByRole('button', { name: 'Dismiss' }).first().click();
  await drop(page, CATALOG);
  await expect(page.getByText('Reading catalog.json…')).toHaveCount(0);
  await expect(page.getByText(/took the place/)).toHaveCount(0);
});

test('the history: looked through, brought back, forgotten', async ({ page }) => {
  const on = await new Playground(page).open();
  await work(on);
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('button', { name: 'Dismiss' }).first().click();
  await expect(page.getByRole('button', { name: 'Bring them back' })).toHaveCount(0);
  await page.reload();

  await page.getByRole('button', { name: 'History', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: 'History' });
  const entry = drawer.getByRole('listitem').filter({ hasText: 'until: A blank page' });
  await expect(entry).toContainText('3 roles, catalog.json');
  await entry.getByRole('button', { name: 'Look' }).click();
  await expect(entry.getByText('mine,analytics,')).toBeVisible();
  await entry.getByRole('button', { name: 'Bring back' }).click();
  await expect(drawer).toBeHidden();
  await expectWork(on);

  await page.getByRole('button', { name: 'History', exact: true }).click();
  await drawer.getByRole('button', { name: 'Forget all of it…' }).click();
  const confirm = page.getByRole('dialog', { name: 'Forget the history?' });
  await expect(confirm.getByRole('button', { name: 'Forget it' })).toBeDisabled();
  await confirm.getByRole('textbox').fill('forget');
  await confirm.getByRole('button', { name: 'Forget it' }).click();
  await expect(drawer.getByText('Nothing yet')).toBeVisible();
  expect(await stored(page, 'history')).toHaveLength(0);
});

test('an edit that takes most of a text away is in the history', async ({ page }) => {
  const on = await new Playground(page).open();
  await work(on);
  await on.write('CSV', 'resource_name,type,role,scopes,permissions,source_role\n');
  await on.write('CSV', `${ROLES.split('\n').slice(0, 2).join('\n')}\n`);
  await expect
    .poll(async () =>
      (await stored<{ desired: { text: string } }>(page, 'history')).map(({ desired }) => desired.text),
    )
    .toContain(MINE);
});

const OTHERS: [what: string, name: string, content: string][] = [
  ['an inventory of resources', 'roles.csv', 'name,type,host,port\na,PostgreSQL,10.0.0.1,5432\n'],
  ['a list of accounts', 'accounts.csv', 'resource_name,username,password\na,postgres,secret\n'],
  ['a result file', 'result.yaml', 'format: rolewright/result/2\nresults: []\n'],
  ['a session document', 'session.yaml', 'sid: 00000000-0000-0000-0000-000000000000\nconfig: {}\n'],
  ['no list of roles', 'docker-compose.yml', 'services:\n  db:\n    image: postgres\n'],
  ['no list of roles', 'holidays.csv', 'name,from,to\nana,1,2\n'],
  ['an Excel workbook', 'roles.xlsx', 'PK\u0003\u0004\u0014\u0000xl/workbook.xml'],
];

test('a file is known before anything is replaced', async ({ page }) => {
  const on = await new Playground(page).open();
  await work(on);
  for (const [what, name, content] of OTHERS) {
    await drop(page, { name, content });
    const told = page.getByRole('alert').filter({ hasText: `${name} is ${what}` });
    await expect(told).toContainText('Nothing was replaced');
    await told.getByRole('button', { name: 'Dismiss' }).click();
  }
  await expect(page.getByRole('button', { name: 'Bring them back' })).toHaveCount(0);
  await expectWork(on);
  // By what is in them, whatever they are called.
  await drop(page, { name: 'roles.txt', content: ROLES });
  await expect(page.getByText(/^roles\.txt took the place of 3 roles/)).toBeVisible();
  expect(await on.text('CSV')).toBe(ROLES);
  await drop(page, {
    name: 'plan.json',
    content:
      '{"items": [{"resource_name": "a", "type": "external", "role": "ro", "source_role": "pg_monitor"}]}',
  });
  await expect(page.getByText(/^plan\.json took the place of/)).toBeVisible();
});

test('a baseline that is forgotten or replaced', async ({ page }) => {
  const on = await new Playground(page).open();
  await work(on);
  await on.panel('What if');
  await page.getByRole('button', { name: /^Keep the current desired state/ }).click();
  await expect(page.getByText(/are the same on both sides/)).toBeVisible();
  await page.getByRole('button', { name: 'Forget the baseline' }).click();
  await expect(page.getByText(/are the same on both sides/)).toHaveCount(0);
  await page.getByRole('button', { name: /^Bring back the baseline kept at/ }).click();
  await expect(page.getByText(/are the same on both sides/)).toBeVisible();
});

test('the history is bounded, and keeps the snapshots that it names', async ({ page }) => {
  const on = await new Playground(page).open();
  await work(on);
  await on.page.evaluate(async () => {
    const opening = indexedDB.open('rolewright');
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    const database = opening.result;
    const writing = database.transaction(['snapshots', 'history'], 'readwrite');
    for (const id of ['1000', '2000']) {
      writing.objectStore('snapshots').put({ id, name: `${id}.json`, blob: new Blob(['{}']) });
    }
    for (let i = 0; i < 150; i += 1) {
      writing.objectStore('history').put({
        id: `${1_000_000 + i}`,
        at: i,
        desired: { format: 'yaml', text: `# ${i}` },
        snapshots: i === 149 ? [{ id: '2000', name: '2000.json' }] : [],
      });
    }
    await new Promise((resolve) => {
      writing.oncomplete = resolve;
    });
    database.close();
  });
  await page.reload();
  await expect.poll(() => stored(page, 'history')).toHaveLength(100);
  const ids = async () => (await stored<{ id: string }>(page, 'snapshots')).map(({ id }) => id);
  await expect.poll(ids).not.toContain('1000');
  expect(await ids()).toContain('2000');
  await on.expectHash(GOLDEN);
});

test('without any storage the page works, and says what is not kept', async ({ page }) => {
  await page.addInitScript(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    IDBFactory.prototype.open = () => {
      throw new DOMException('no', 'SecurityError');
    };
  });
  const on = await new Playground(page).open();
  await on.paste(MINE);
  await expect(page.getByText('Your roles are not kept over a reload')).toBeVisible();
  await drop(page, CATALOG);
  await on.expectHash(GOLDEN);
  await expect(page.getByText('The snapshot is not kept over a reload')).toBeVisible();
  await page.getByRole('button', { name: 'Start over' }).click();
  await page.getByRole('button', { name: 'Bring them back' }).click();
  await on.expectHash(GOLDEN);
  await page.getByRole('button', { name: 'History', exact: true }).first().click();
  await expect(page.getByText('The history could not be read')).toBeVisible();
});
