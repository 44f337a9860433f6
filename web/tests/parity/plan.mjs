// Plans a case with the planner's WebAssembly. Runs in node, in a page and in a worker alike.
// What it returns for each item is what planner/examples/parity.rs prints.

const SID = '6f1a2d3c-0b4e-4c5d-8e6f-7a8b9c0d1e2f';
const EXPIRES_AT = '2030-01-31T00:00:00Z';

/**
 * @param wasm the module of web/src/planner/pkg, initialised
 * @param files the case's plan.yaml and catalogs: `{ plan, catalogs: { 'catalog.json': … } }`
 */
export function planCase(wasm, { name, plan, catalogs }) {
  const desired = wasm.readYaml(plan);
  if (desired.problems.length > 0) {
    return [{ case: name, problems: desired.problems }];
  }
  const snapshots = new Map();
  const snapshotOf = (resource) => {
    const own = `catalog.${resource}.json`;
    const file = own in catalogs ? own : 'catalog.json';
    if (!snapshots.has(file)) {
      snapshots.set(file, wasm.Snapshot.read(new TextEncoder().encode(catalogs[file])));
    }
    return snapshots.get(file);
  };
  const lines = desired.items.map(({ number, item }) => ({
    case: name,
    item: number,
    ...planItem(snapshotOf(item.resource_name), item),
  }));
  for (const snapshot of snapshots.values()) snapshot.free();
  return lines;
}

function planItem(snapshot, item) {
  let planned;
  try {
    planned = snapshot.plan(item);
  } catch (failure) {
    // Anything else than a failure to plan is the test's to show.
    if (!failure.notes) throw failure;
    return { notes: failure.notes };
  }
  const { sql_plan_checksum } = planned.summary();
  const { state_checksum } = planned.details(snapshot);
  const document = planned.document(snapshot, SID, EXPIRES_AT);
  const line = { document, sql: planned.sql(), sql_plan_checksum, state_checksum };
  planned.free();
  return line;
}
