// Who may know whom: every room of src has its rule in biome.json, and the rule bites.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { REPOSITORY } from './harness/paths.mjs';

const WEB = join(REPOSITORY, 'web');

const WRONG = {
  'src/engine/page.ts': "export { age } from '../ui/format';",
  'src/engine/react.ts': "export { useState } from 'react';",
  'src/engine/worker/layout.ts': "export { layoutOf } from '../../playground/layout';",
  'src/ui/engine.ts': "export { createWorkspace } from '../engine/workspace';",
  'src/plan/engine.ts': "export type { Workspace } from '../engine/workspace';",
  'src/desired/grid/catalog.ts': "export { listExamples } from '../../catalog/examples';",
  'src/plan/hub.ts': "export { useApi } from '../hub/api/context';",
  'src/hub/jobs/layout.ts': "export { layoutOf } from '../../playground/layout';",
  'src/whatif/later.ts': "export const later = () => import('../report/App');",
};
const RIGHT = {
  'src/desired/right.ts': "export { age } from '../ui/format';",
  'src/hub/provision/right.ts': "export { PlanView } from '../../plan/PlanView';",
  'src/report/right.ts': "export { PlanView } from '../plan/PlanView';",
};

test('every room has a rule', () => {
  const { overrides } = JSON.parse(readFileSync(join(WEB, 'biome.json'), 'utf8'));
  const ruled = overrides.flatMap(({ includes }: { includes: string[] }) => includes).sort();
  const rooms = readdirSync(join(WEB, 'src')).map((room) => `src/${room}/**`);
  expect(ruled).toEqual(rooms.sort());
});

test('an import against the arrows is refused, one along them is not', ({ browserName: _ }, info) => {
  const planted = info.outputPath('planted');
  for (const [path, code] of Object.entries({ ...WRONG, ...RIGHT })) {
    mkdirSync(dirname(join(planted, path)), { recursive: true });
    writeFileSync(join(planted, path), `${code}\n`);
  }
  cpSync(join(WEB, 'biome.json'), join(planted, 'biome.json'));
  const biome = join(WEB, 'node_modules/.bin/biome');
  const { stdout, error } = spawnSync(biome, ['lint', '--reporter=github', '.'], {
    cwd: planted,
    encoding: 'utf8',
  });
  if (error) throw error;
  const refused = [...stdout.matchAll(/title=lint\/style\/noRestrictedImports,file=([^,]+)/g)];
  expect(refused.map(([, file = '']) => file.split('planted/').at(-1)).sort()).toEqual(
    Object.keys(WRONG).sort(),
  );
});
