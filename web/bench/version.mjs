// What is measured of a commit: its native program, its WebAssembly, its pages, and the snapshots in the
// format that its planner reads as its own.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BENCH, DIST, PKG } from '../tests/harness/paths.mjs';
import { serve } from '../tests/harness/server.mjs';

/** This commit. */
export const ours = (program) => version({ program, dist: DIST, pkg: PKG, bench: BENCH });

/** An earlier one, as scripts/bench-web leaves it. */
export const built = (folder) => {
  const [program, dist, pkg] = ['bench', 'dist', 'pkg'].map((name) => join(folder, name));
  return version({ program, dist, pkg, bench: folder });
};

async function version({ program, dist, pkg, bench }) {
  const { snapshot, planYaml } = await import(join(bench, 'snapshot.mjs'));
  // What measures in the pages is of this commit for every version.
  const server = await serve({ '/': dist, '/pkg/': pkg, '/bench/': BENCH });
  return {
    program,
    pkg,
    baseURL: server.origin,
    close: server.close,
    /** The same with its input in the folder. */
    given(shape, folder) {
      const files = { catalog: join(folder, 'catalog.json'), plan: join(folder, 'plan.yaml') };
      writeFileSync(files.catalog, snapshot(shape));
      writeFileSync(files.plan, planYaml(shape));
      return { ...this, files };
    },
  };
}
