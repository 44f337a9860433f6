// The same plan everywhere: every item of every case folder, planned natively, in node, in a page and
// in a web worker, gives the same documents, SQL and checksums byte for byte.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '../harness/fixtures';
import { PKG, REPOSITORY } from '../harness/paths.mjs';
import { readCases } from './cases';
import { planCase } from './plan.mjs';

/** What came of one item. */
interface Line {
  case: string;
  item?: number;
  document?: string;
}

const PLANNED_NATIVELY = [
  'run',
  '--quiet',
  '-p',
  'rolewright-planner',
  '--example',
  'parity',
  '--',
  'tests/cases',
];

function native(): Line[] {
  const text = execFileSync('cargo', PLANNED_NATIVELY, {
    cwd: REPOSITORY,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

async function inNode(): Promise<Line[]> {
  const wasm = await import(join(PKG, 'rolewright_wasm.js'));
  wasm.initSync({ module: readFileSync(join(PKG, 'rolewright_wasm_bg.wasm')) });
  return readCases().flatMap((files) => planCase(wasm, files));
}

/** One line of each at a time: the first that differs is what a reader needs. */
function expectSame(where: string, found: Line[], wanted: Line[]): void {
  for (const [n, line] of wanted.entries()) {
    expect(found[n], `${where}: ${line.case}, item ${line.item ?? '-'}`).toEqual(line);
  }
  expect(found.length, `${where}: lines`).toBe(wanted.length);
}

test('every case plans alike natively, in node and in Chromium', async ({ page }) => {
  test.setTimeout(600_000); // Cargo may have to compile.
  const cases = readCases();
  const wanted = native();

  expectSame('node', await inNode(), wanted);

  await page.goto('/parity/page.html');
  const script = '/parity/browser.mjs';
  const inPage = await page.evaluate(async ({ cases, script }) => (await import(script)).planAll(cases), {
    cases,
    script,
  });
  expectSame('Chromium, page', inPage, wanted);

  const inWorker = await page.evaluate(
    (all) =>
      new Promise<{ lines?: Line[]; error?: string }>((resolve) => {
        const worker = new Worker('/parity/worker.mjs', { type: 'module' });
        worker.onmessage = ({ data }) => resolve(data);
        worker.onerror = ({ message }) => resolve({ error: message });
        worker.postMessage(all);
      }),
    cases,
  );
  expect(inWorker.error).toBeUndefined();
  expectSame('Chromium, web worker', inWorker.lines ?? [], wanted);

  const plans = wanted.filter((line) => line.document !== undefined).length;
  const without = wanted.length - plans;
  console.log(`${cases.length} cases, ${plans} plans and ${without} refusals: native = node = Chromium`);
});
