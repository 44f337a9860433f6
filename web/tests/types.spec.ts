// TypeScript's types are the planner's.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schema, typescript } from '../scripts/types.mjs';
import { expect, test } from './harness/fixtures';
import { REPOSITORY } from './harness/paths.mjs';

test('the generated types are what the planner has now', async () => {
  test.setTimeout(600_000); // Cargo may have to compile.
  const found = readFileSync(join(REPOSITORY, 'web/src/planner/types.ts'), 'utf8');
  expect(found, 'write it anew:  cd web && npm run types').toBe(await typescript(schema()));
});
