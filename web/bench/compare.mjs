// WebAssembly in node and in Chromium against native code: the same work in turn, so that whatever else
// the machine does meets all three.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PKG } from '../tests/harness/paths.mjs';
import { native } from './native.mjs';
import { median, megabytes, ms, table } from './stats.mjs';
import { worker } from './work.mjs';

/** Engines compile what runs often once more, on the side. */
const WARM_UP = 10;
let instances = 0;
const WORK = { parse: 'parse the snapshot', read: 'read plan.yaml', plan: 'plan, summary and SQL' };

/** Markdown. `size` says what is in the snapshot. */
export async function compare({ size, page, program, files, rounds }) {
  const bytes = readFileSync(files.catalog);
  const text = readFileSync(files.plan, 'utf8');
  const sides = {
    native: native(program, files.catalog, files.plan),
    node: await inNode(bytes, text),
    chromium: await inChromium(page, bytes, text),
  };
  const rows = [];
  for (const [word, what] of Object.entries(WORK)) {
    const took = { native: [], node: [], chromium: [] };
    for (let round = -WARM_UP; round < rounds; round++) {
      for (const [side, { time }] of Object.entries(sides)) {
        const value = await time(word);
        if (round >= 0) took[side].push(value);
      }
    }
    // Of each round: what else the machine does then slows all three.
    const ratio = (values) => median(values.map((value, round) => value / took.native[round]));
    const beside = (values) => `${ms(median(values))} (${ratio(values).toFixed(2)} ×)`;
    rows.push([what, ms(median(took.native)), beside(took.node), beside(took.chromium)]);
  }
  const memory = [await sides.node.memory(), await sides.chromium.memory()].map(megabytes);
  rows.push(['WebAssembly memory, at most two snapshots at once', '', ...memory]);
  await sides.native.close();
  return table([size, 'native', 'WebAssembly in node', 'WebAssembly in Chromium'], rows);
}

async function inNode(bytes, text) {
  // Another instance each time: memory that one has asked for is never given back.
  const wasm = await import(`${pathToFileURL(join(PKG, 'rolewright_wasm.js'))}?instance=${instances++}`);
  const exports = wasm.initSync({ module: readFileSync(join(PKG, 'rolewright_wasm_bg.wasm')) });
  const works = worker(wasm, exports, { bytes, text });
  return { time: (word) => works[word](), memory: () => works.memory() };
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
  return { time: call, memory: () => call('memory') };
}
