// What a first visit has to download, and what of it before anything is seen.
import { firstLoad, firstPaint, LIMITS, report, sum, wasmOf } from '../scripts/sizes.mjs';
import { expect, test } from './harness/fixtures';
import { DIST } from './harness/paths.mjs';

test('the first load is small', () => {
  const files = firstLoad(DIST);
  console.log(report(files));
  expect(wasmOf(files), 'KB of WebAssembly, gzip').toBeLessThanOrEqual(LIMITS.wasm);
  expect(sum(files.values()), 'KB in all, gzip').toBeLessThanOrEqual(LIMITS.first);
});

test('the first paint takes the HTML and next to no script', () => {
  const files = firstPaint(DIST);
  expect(sum(files.values()), 'KB in all, gzip').toBeLessThanOrEqual(LIMITS.paint);
  expect([...files.keys()].filter((name) => name.endsWith('.css'))).toEqual([]);
  // What comes after it is on its way meanwhile.
  expect(firstLoad(DIST).size).toBeGreaterThan(files.size + 3);
});
