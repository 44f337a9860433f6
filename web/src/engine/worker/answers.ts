import type { Item } from '../../planner/types';
import type { Asks } from '../protocol';
import { read } from './derive';
import { asProblem } from './faults';
import type { Planner } from './planner';
import type { Entry } from './plans';
import { type Snapshot, wasm } from './wasm';

/** What each question is answered with; a Problem or a PlanFailure that is thrown refuses it. */
export function answers(planner: Planner): Asks {
  const { plans, catalogs } = planner;

  const byId = (id: number): Entry => {
    const entry = plans.byId(id);
    if (!entry) throw { message: 'The plan was superseded by a newer one.' };
    return entry;
  };

  const byName = (roleName: string): Entry => {
    const found = planner.items.find((item) => item.role_name === roleName);
    const entry = found && plans.entry(found.item, found.role_name);
    if (!entry)
      throw { message: `There is no snapshot to look ${roleName} up in. Add one in the Catalog tab.` };
    return entry;
  };

  const snapshotOf = (entry: Entry, id?: string): Snapshot => {
    const snapshot = catalogs.get(id ?? entry.snapshotId);
    if (!snapshot) throw { message: 'The snapshot was removed. Add it again in the Catalog tab.' };
    return snapshot;
  };

  return {
    plan: (item: Item, snapshotId) =>
      plans.answer(plans.entryOn(snapshotId, item, `${item.resource_name}/${item.role}`)),
    graph: (roleName) => plans.of(byName(roleName), (planned, snapshot) => planned.graph(snapshot)),
    find: (roleName, text) => snapshotOf(byName(roleName)).find(text),
    reach: (roleName, object) =>
      plans.of(byName(roleName), (planned, snapshot) => {
        try {
          return planned.reach(snapshot, object);
        } catch (thrown) {
          return asProblem(thrown);
        }
      }),
    details: (id) => plans.of(byId(id), (planned, snapshot) => planned.details(snapshot)),
    document: (id, sid) => plans.of(byId(id), (planned, snapshot) => planned.document(snapshot, sid)),
    explain: (question, moment, snapshotId) => {
      const known = planner.items.some((item) => item.role_name === question.role);
      const subject = known ? question.role : planner.selected?.role_name;
      if (subject === undefined) throw { message: 'There is no role to ask about yet.' };
      const entry = byName(subject);
      const own = snapshotOf(entry, snapshotId);
      const on = snapshotId === undefined ? entry : plans.entryOn(snapshotId, entry.item, entry.roleName);
      const after = moment === 'after' ? plans.of(on, (planned) => planned.after(own)) : undefined;
      try {
        return (after ?? own).explain(question.role, question.privilege, question.object);
      } catch (thrown) {
        return asProblem(thrown);
      } finally {
        after?.free();
      }
    },
    readYaml: (text) => read({ format: 'yaml', text }),
    readCsv: (text) => read({ format: 'csv', text }),
    writeYaml: (items) => wasm.writeYaml(items),
    writeCsv: (items) => wasm.writeCsv(items),
    writeTable: (table) => wasm.writeTable([table.columns, ...table.rows.map((row) => row.cells)]),
  };
}
