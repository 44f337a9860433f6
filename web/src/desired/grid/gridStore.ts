import { createStore, useStore } from '../../base/store';
import { ask } from '../../engine/client';
import { derivedStore } from '../../engine/derived';
import { desiredStore } from '../../engine/desired';
import type { Table } from '../../planner/types';
import { commit } from '../commit';

interface Cells {
  /** As on the page; ahead of the text by the moment it takes to write them. */
  table?: Table;
  /** Of the text whose cells they are. Of any other they must not take the place. */
  revision: number;
}

const NONE: Table = { columns: [], rows: [], problems: [] };

export const gridStore = createStore<Cells>(derivedStore.get().grid ?? { revision: -1 });

let lastEdit = 0;
let writing = false;

derivedStore.subscribe(takeOver);

function takeOver(): void {
  const { grid } = derivedStore.get();
  if (!writing && grid?.revision === desiredStore.get().revision) gridStore.set(grid);
}

/** The cells, and whether those of the text as it is now are still to come: nothing can be edited then. */
export function useCells(): { table?: Table; waiting: boolean } {
  const { table, revision } = useStore(gridStore, (now) => now);
  const state = useStore(desiredStore, ({ revision: now, history }) =>
    now === revision ? 'current' : history.now.text.trim() === '' ? 'blank' : 'waiting',
  );
  return { table: state === 'blank' ? NONE : table, waiting: state === 'waiting' };
}

/** Every edit of a cell is an edit of the CSV. False where the cells are still to come. */
export function editTable(how: 'typing' | 'step', change: (table: Table) => Table): boolean {
  const { revision, history } = desiredStore.get();
  const cells = gridStore.get();
  const current = cells.revision === revision;
  if (!current && history.now.text.trim() !== '') return false;
  const table = change((current && cells.table) || NONE);
  gridStore.set({ table, revision });
  const edit = ++lastEdit;
  writing = true;
  if (table.rows.length === 0) {
    written(edit, revision, '', how);
    return true;
  }
  ask('writeTable', table).then(
    (text) => written(edit, revision, text, how),
    () => {
      if (edit === lastEdit) writing = false;
    },
  );
  return true;
}

function written(edit: number, revision: number, text: string, how: 'typing' | 'step'): void {
  // A later edit has this one in it.
  if (edit !== lastEdit) return;
  writing = false;
  if (desiredStore.get().revision !== revision) {
    // Somebody else has changed the text meanwhile: what is there counts.
    takeOver();
    return;
  }
  commit('csv', text, how);
  const { revision: own } = desiredStore.get();
  gridStore.set((now) => ({ ...now, revision: own }));
}
