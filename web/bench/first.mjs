// When somebody with a slow connection and a slow processor sees what.
import { DIST } from '../tests/harness/paths.mjs';
import { serve } from '../tests/harness/server.mjs';
import { median } from './stats.mjs';

/** What Lighthouse calls slow 4G, and a telephone of the middle. */
const NETWORK = {
  offline: false,
  latency: 150,
  downloadThroughput: 1_638_400 / 8,
  uploadThroughput: 750_000 / 8,
};
const SLOWER = 4;
const VISITS = 5;

const STAGES = [
  ['first paint', 'painted'],
  ['the page can be used', 'usable'],
  ['the planner is there', 'planner'],
];

async function visit(browser, origin) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', NETWORK);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(origin, { waitUntil: 'commit' });
  const since = () => page.evaluate(() => performance.now());
  await page.getByRole('heading', { name: 'Rolewright', level: 1 }).waitFor();
  const usable = await since();
  await page.getByTitle(/^The planner on this page/).waitFor();
  const planner = await since();
  const painted = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  );
  await context.close();
  return { painted, usable, planner };
}

/** A Markdown table of a first visit. */
export async function firstVisit(browser) {
  const server = await serve({ '/': DIST }, { packed: true });
  const visits = [];
  for (let i = 0; i < VISITS; i += 1) visits.push(await visit(browser, server.origin));
  await server.close();
  const rows = STAGES.map(
    ([what, key]) => `| ${what} | ${(median(visits.map((one) => one[key])) / 1000).toFixed(2)} s |`,
  );
  return [
    `| first visit: 1.6 Mbit/s, 150 ms there and back, a processor ${SLOWER} times slower | median of ${VISITS} |`,
    '| --- | --- |',
    ...rows,
  ].join('\n');
}
