import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { TITLED } from '../src/catalog/titles.ts';
import type { Asks } from '../src/engine/protocol.ts';
import { serving } from '../src/engine/serving.ts';
import { resourceOf, wordOfCase } from '../src/engine/snapshots.ts';
import { sourceOf } from '../src/engine/source.ts';
import type { DesiredItem } from '../src/planner/types.ts';

const FILE = 'examples/shown.json';
/** Of a plan that nobody made. */
const NOBODY = '00000000-0000-4000-8000-000000000000';

/**
 * The example of a first visit with its plans, made here by the planner itself: they are on the page before
 * it has loaded, and in nobody's workspace.
 */
export function shown(cases: string): Plugin {
  const folder = join(resolve(cases), TITLED[0].path);
  return {
    name: 'shown',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: FILE, source: await made(folder) });
    },
    configureServer(server) {
      server.middlewares.use(
        `/${FILE}`,
        (_, response) => void made(folder).then((text) => response.end(text)),
      );
    },
  };
}

async function made(folder: string): Promise<string> {
  const pkg = resolve('src/planner/pkg');
  const wasm: typeof import('../src/planner/pkg/rolewright_wasm.js') = await import(
    join(pkg, 'rolewright_wasm.js')
  );
  wasm.initSync({ module: readFileSync(join(pkg, 'rolewright_wasm_bg.wasm')) });
  const names = readdirSync(folder).filter((name) => /^catalog.*\.json$/.test(name));
  const snapshots = names.sort().map((name) => {
    const snapshot = wasm.Snapshot.read(readFileSync(join(folder, name)));
    const resource = snapshot.resource() ?? resourceOf(name);
    return { id: name, name, resource, word: wordOfCase(name), summary: snapshot.summary(), snapshot };
  });
  const { items } = wasm.readYaml(readFileSync(join(folder, 'plan.yaml'), 'utf8'));

  const served = serving(
    snapshots,
    items.map(({ item }) => item.resource_name),
  );
  const reviewOf = async (desired: DesiredItem, id: number) => {
    const on = served.get(desired.item.resource_name);
    if (!on) throw new Error(`${folder} has no snapshot for ${desired.role_name}`);
    const { snapshot } = on;
    const planned = snapshot.plan(desired.item);
    const ask = async (name: keyof Asks) =>
      name === 'details' ? planned.details(snapshot) : planned.document(snapshot, NOBODY);
    const role = { id, snapshotId: on.id, summary: planned.summary(), sql: planned.sql() };
    const source = sourceOf(desired, role, on, ask as Parameters<typeof sourceOf>[3]);
    const [details, document] = [await source.details(), await source.document()];
    return { item: desired.item, source, details, document };
  };
  return JSON.stringify(await Promise.all(items.map(reviewOf)));
}
