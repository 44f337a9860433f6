// The figures of docs/benchmarks.md for the playground, as Markdown on stdout. See scripts/bench-web.
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { LAUNCH } from '../tests/harness/chromium.mjs';
import { BENCH, DIST, PKG } from '../tests/harness/paths.mjs';
import { serve } from '../tests/harness/server.mjs';
import { compare } from './compare.mjs';
import { facts, load } from './facts.mjs';
import { keystrokes } from './keystrokes.mjs';
import { planYaml, snapshot } from './snapshot.mjs';
import { megabytes } from './stats.mjs';

const SIZES = [
  { databases: 20, schemas: 25, tables: 40 },
  { databases: 20, schemas: 25, tables: 400 },
];
const [program] = process.argv.slice(2);
const rounds = Number(process.env.BENCH_ROUNDS ?? 31);
const count = Number(process.env.BENCH_KEYSTROKES ?? 120);

const say = (text) => process.stdout.write(`${text}\n\n`);

function inputs(folder, shape) {
  const tables = shape.databases * shape.schemas * shape.tables;
  const files = { catalog: join(folder, `catalog-${tables}.json`), plan: join(folder, 'plan.yaml') };
  writeFileSync(files.catalog, snapshot(shape));
  writeFileSync(files.plan, planYaml(shape));
  const size = `${tables.toLocaleString('en')} tables, ${megabytes(statSync(files.catalog).size)}`;
  return { size, files };
}

const folder = mkdtempSync(join(tmpdir(), 'rolewright-bench-web-'));
const server = await serve({ '/': DIST, '/pkg/': PKG, '/bench/': BENCH });
const browser = await chromium.launch(LAUNCH);
// Chromium holds messages back from a keystroke until the next frame; what that costs is measured too.
const notHolding = await chromium.launch({
  ...LAUNCH,
  args: [...LAUNCH.args, '--disable-features=DeferRendererTasksAfterInput'],
});
const baseURL = server.origin;
try {
  say(await facts(browser));
  for (const shape of SIZES) {
    const { size, files } = inputs(folder, shape);
    say(await keystrokes({ size, browsers: [browser, notHolding], baseURL, files, count }));
    const page = await browser.newPage({ baseURL });
    say(await compare({ size, page, program, files, rounds }));
    await page.close();
  }
  say(`Load average at the end: ${load()}`);
} finally {
  await browser.close();
  await notHolding.close();
  await server.close();
  rmSync(folder, { recursive: true });
}
