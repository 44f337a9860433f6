// WebAssembly in node and in Chromium against native code, and all three against those of an earlier
// commit: the same work in turn, so that whatever else the machine does meets every one.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { native } from './native.mjs';
import { median, megabytes, ms, ratio, table } from './stats.mjs';
import { worker } from './work.mjs';

/** Engines compile what runs often once more, on the side. */
const WARM_UP = 10;
let instances = 0;
const WORK = { parse: 'parse the snapshot', read: 'read plan.yaml', plan: 'plan, summary and SQL' };

/** Markdown. `size` says what is in the snapshot; versions: the playground's, and maybe one of before. */
export async function compare({ size, browser, versions, rounds }) {
  const engines = [];
  for (const version of versions) engines.push(await enginesOf(browser, version));
  const rows = [];
  for (const [word, what] of Object.entries(WORK)) {
    const [now, before] = await inTurn(engines, word, rounds);
    rows.push([what, ...beside(now)]);
    if (!before) continue;
    const ratios = Object.entries(now).map(([engine, values]) => ratio(values, before[engine]));
    rows.push(['– before', ...beside(before)], ['– now / before', ...ratios]);
  }
  for (const [index, { node, chromium }] of engines.entries()) {
    const memory = [await node.memory(), await chromium.memory()].map(megabytes);
    rows.push([
      index === 0 ? 'WebAssembly memory, at most two snapshots at once' : '– before',
      '',
      ...memory,
    ]);
  }
  const [sql, ...others] = engines.map(({ node }) => node.sql());
  for (const each of engines) for (const { close } of Object.values(each)) await close();
  return [
    table([size, 'native', 'WebAssembly in node', 'WebAssembly in Chromium'], rows),
    ...others.map((other) => `Now and before plan ${other === sql ? 'the same' : 'different'} SQL.`),
  ].join('\n\n');
}

async function enginesOf(browser, { program, pkg, baseURL, files }) {
  const bytes = readFileSync(files.catalog);
  const text = readFileSync(files.plan, 'utf8');
  return {
    native: native(program, files.catalog, files.plan),
    node: await inNode(pkg, bytes, text),
    chromium: await inChromium(await browser.newPage({ baseURL }), bytes, text),
  };
}

/** Of each version, the times that each engine took, round by round. */
async function inTurn(engines, word, rounds) {
  const took = engines.map(() => ({ native: [], node: [], chromium: [] }));
  for (let round = -WARM_UP; round < rounds; round++) {
    for (const [index, each] of engines.entries()) {
      for (const [engine, { time }] of Object.entries(each)) {
        const value = await time(word);
        if (round >= 0) took[index][engine].push(value);
      }
    }
  }
  return took;
}

function beside({ native, node, chromium }) {
  const others = [node, chromium].map((values) => `${ms(median(values))} (${ratio(values, native)})`);
  return [ms(median(native)), ...others];
}

async function inNode(pkg, bytes, text) {
  // Another instance each time: memory that one has asked for is never given back.
  const wasm = await import(`${pathToFileURL(join(pkg, 'rolewright_wasm.js'))}?instance=${instances++}`);
  const exports = wasm.initSync({ module: readFileSync(join(pkg, 'rolewright_wasm_bg.wasm')) });
  const works = worker(wasm, exports, { bytes, text });
  return { ...works, time: (word) => works[word](), close: () => undefined };
}

async function inChromium(page, bytes, text) {
  await page.goto('/bench/page.html');
  const prepare = async ([encoded, text]) => {
    const [wasm, { worker }] = await Promise.all([
      import('/pkg/rolewright_wasm.js'),
      import('/bench/work.mjs'),
    ]);
    const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
    globalThis.works = worker(wasm, await wasm.default(), { bytes, text });
  };
  await page.evaluate(prepare, [bytes.toString('base64'), text]);
  const call = (word) => page.evaluate((word) => globalThis.works[word](), word);
  return { time: call, memory: () => call('memory'), close: () => page.close() };
}
