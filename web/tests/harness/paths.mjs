import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** The repository. */
export const REPOSITORY = path('../../..');
/** The case folders. */
export const CASES = path('../../../tests/cases');
/** What `make web` builds. */
export const DIST = path('../../dist');
/** The planner's WebAssembly and its JavaScript. */
export const PKG = path('../../src/planner/pkg');
/** Pages of the tests' own. */
export const PARITY = path('../parity');
/** Pages of the benchmark's own. */
export const BENCH = path('../../bench');
/** The command line, as scripts/test-web builds it. */
export const ROLEWRIGHT = join(
  process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target'),
  'debug/rolewright',
);
