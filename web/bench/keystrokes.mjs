// The playground as somebody uses it: opens a large snapshot, types in the YAML editor, waits for the
// plan. In turn with it a page that plans nothing, both in a browser that does not hold messages back, and
// maybe the playground of an earlier commit.
import { floor, measure, playground } from './sides.mjs';
import { median, ms, quantile, ratio, table } from './stats.mjs';
import { REST_MS, RUN, TYPING } from './typing.mjs';

/** Between two keystrokes, as somebody quick. */
const PAUSE_MS = 60;

/**
 * Markdown. `size` says what is in the snapshot; browsers: as it comes, and without holding messages;
 * versions: the playground, and maybe the one of before.
 */
export async function keystrokes({ size, browsers, versions, count }) {
  const [now, before] = versions;
  const sides = [];
  for (const browser of browsers)
    sides.push(await floor(browser, now.baseURL), await playground(browser, now));
  if (before) sides.push(await playground(browsers[0], before));
  const rows = [];
  const parts = [];
  for (const [what, typing] of Object.entries(TYPING)) {
    const took = await typed(sides, typing, Math.ceil(count / RUN));
    const [least, ours, leastNotHeld, oursNotHeld, theirs] = took.map(summary);
    const more = [ours.median - least.median, ours.p95 - least.p95].map(ms);
    rows.push(
      [`${what}: **playground**`, ms(ours.median), ms(ours.p95), ours.task],
      ['– floor: a page that plans nothing', ms(least.median), ms(least.p95), least.task],
      ['– what we add', ...more, ''],
      ['– playground, messages not held', ms(oursNotHeld.median), ms(oursNotHeld.p95), oursNotHeld.task],
      ['– floor, messages not held', ms(leastNotHeld.median), ms(leastNotHeld.p95), leastNotHeld.task],
    );
    parts.push([what, ...legs(took[1].times)]);
    if (!before) continue;
    rows.push(
      ['– playground of before', ms(theirs.median), ms(theirs.p95), theirs.task],
      ['– now / before', ratio(ours.took, theirs.took), '', ''],
    );
    parts.push(['– before', ...legs(took[4].times)]);
  }
  for (const { page } of sides) await page.close();
  const opened = `${size}, opened: file chosen → plan painted in ${ms(sides[1].opened)}.`;
  return [
    opened,
    table(['keystroke → painted plan', 'median', 'p95', 'longest task of the main thread'], rows),
    table(['median of each part', ...PARTS.map(([name]) => name)], parts),
  ].join('\n\n');
}

const PARTS = [
  ['key → asked', ({ key, asked }) => asked - key],
  ['worker', ({ work }) => work],
  ['answered → told', ({ answered, told }) => told - answered],
  ['told → in the page', ({ told, changed }) => changed - told],
  ['→ painted', ({ changed, painted }) => painted - changed],
];

const legs = (times) => PARTS.map(([, part]) => ms(median(times.map(part))));

function summary({ times, longest }) {
  const took = times.map(({ key, painted }) => painted - key);
  const task = longest === 0 ? 'none of 50 ms' : ms(longest);
  return { took, median: median(took), p95: quantile(took, 0.95), task };
}

/** Runs of keystrokes, the sides in turn; the first run warms up. */
async function typed(sides, typing, runs) {
  const keys = sides.map((side) => side.keys(typing));
  const took = sides.map(() => ({ times: [], longest: 0 }));
  for (let run = 0; run <= runs; run++) {
    for (const [index, side] of sides.entries()) {
      const { times, longest } = await one(side, keys[index], run);
      if (run === 0) continue;
      took[index].times.push(...times);
      took[index].longest = Math.max(took[index].longest, longest);
    }
  }
  return took;
}

async function one({ page, work }, keys, run) {
  const times = [];
  await page.waitForTimeout(REST_MS);
  await page.evaluate(() => globalThis.probe.longestTask());
  for (let n = run * RUN; n < (run + 1) * RUN; n++) {
    const key = await keys(n);
    await page.waitForTimeout(PAUSE_MS);
    const taken = await measure(page, 'keydown', () => page.keyboard.press(key));
    times.push({ ...taken, ...(await work()) });
  }
  return { times, longest: await page.evaluate(() => globalThis.probe.longestTask()) };
}
