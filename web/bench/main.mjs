// The figures of docs/benchmarks.md for the playground, as Markdown on stdout. See scripts/bench-web.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium } from '@playwright/test';
import { LAUNCH } from '../tests/harness/chromium.mjs';
import { compare } from './compare.mjs';
import { facts, load } from './facts.mjs';
import { firstVisit } from './first.mjs';
import { keystrokes } from './keystrokes.mjs';
import { megabytes } from './stats.mjs';
import { built, ours } from './version.mjs';

const [program, before] = process.argv.slice(2);
const rounds = Number(process.env.BENCH_ROUNDS ?? 31);
const count = Number(process.env.BENCH_KEYSTROKES ?? 120);
const sizes = (process.env.BENCH_SIZES ?? '20000 200000').split(' ').map(Number);

const say = (text) => process.stdout.write(`${text}\n\n`);

const versions = [await ours(program)];
if (before) versions.push(await built(before));
const browser = await chromium.launch(LAUNCH);
// Chromium holds messages back from a keystroke until the next frame; what that costs is measured too.
const notHolding = await chromium.launch({
  ...LAUNCH,
  args: [...LAUNCH.args, '--disable-features=DeferRendererTasksAfterInput'],
});
const folder = mkdtempSync(join(tmpdir(), 'rolewright-bench-web-'));
try {
  say(await facts(browser, before && basename(before)));
  say(await firstVisit(browser));
  for (const tables of sizes) {
    const shape = { databases: 20, schemas: 25, tables: tables / 500 };
    const given = versions.map((version) => version.given(shape, mkdtempSync(join(folder, 'input-'))));
    const bytes = statSync(given[0].files.catalog).size;
    const size = `${tables.toLocaleString('en')} tables, ${megabytes(bytes)}`;
    say(await keystrokes({ size, browsers: [browser, notHolding], versions: given, count }));
    say(await compare({ size, browser, versions: given, rounds }));
  }
  say(`Load average at the end: ${load()}`);
} finally {
  await browser.close();
  await notHolding.close();
  for (const { close } of versions) await close();
  rmSync(folder, { recursive: true });
}
