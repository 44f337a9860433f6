import type { Table } from '../../planner/types';
import { derivedStore } from '../../state/derived';
import { createStore } from '../../state/store';
import { ask } from '../../worker/client';
import { commit } from '../commit';

/** The cells as they are on the page; ahead of the text by the moment it takes to write them. */
export const gridStore = createStore<Table | undefined>(derivedStore.get().grid);

let writing = 0;

derivedStore.subscribe(() => {
  const { grid } = derivedStore.get();
  if (writing === 0 && grid) gridStore.set(grid);
});

/** Every edit of a cell is an edit of the CSV. */
export function editTable(how: 'typing' | 'step', change: (table: Table) => Table): void {
  const table = change(gridStore.get() ?? { columns: [], rows: [], problems: [] });
  gridStore.set(table);
  if (table.rows.length === 0) {
    commit('csv', '', how);
    return;
  }
  writing += 1;
  ask('writeTable', table).then(
    (text) => {
      writing -= 1;
      if (writing === 0) commit('csv', text, how);
    },
    () => {
      writing -= 1;
    },
  );
}
