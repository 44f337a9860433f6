// What a first visit has to download.
import { firstLoad, LIMITS, report, sum, wasmOf } from '../scripts/sizes.mjs';
import { expect, test } from './harness/fixtures';
import { DIST } from './harness/paths.mjs';

test('the first load is small', () => {
  const files = firstLoad(DIST);
  console.log(report(files));
  expect(wasmOf(files), 'KB of WebAssembly, gzip').toBeLessThanOrEqual(LIMITS.wasm);
  expect(sum(files.values()), 'KB in all, gzip').toBeLessThanOrEqual(LIMITS.first);
});
