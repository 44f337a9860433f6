// TypeScript's types are the planner's, and so are the keys of an item.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generated } from '../scripts/types.mjs';
import { expect, test } from './harness/fixtures';
import { REPOSITORY } from './harness/paths.mjs';

test('the generated files are what the planner has now', async () => {
  test.setTimeout(600_000); // Cargo may have to compile.
  for (const [name, wanted] of Object.entries(await generated())) {
    const found = readFileSync(join(REPOSITORY, 'web/src', name), 'utf8');
    expect(found, `${name}: write it anew:  cd web && npm run types`).toBe(wanted);
  }
});
