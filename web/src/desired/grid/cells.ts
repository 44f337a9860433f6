import { createStore, type Readable } from '../../base/store';
import { part } from '../../engine/part';
import type { Workspace } from '../../engine/workspace';
import type { Table } from '../../planner/types';
import type { Notices } from '../../ui/notices';
import { useStore } from '../../ui/useStore';
import { useWorkspace } from '../../workspace/context';
import { commit } from '../commit';

type How = 'typing' | 'step';

interface Shown {
  /** As on the page; ahead of the text by the moment it takes to write them. */
  table?: Table;
  /** Of the text whose cells they are. Of any other they must not take the place. */
  revision: number;
}

export interface Cells extends Readable<Shown> {
  /** Every edit of a cell is an edit of the CSV. False where the cells are still to come. */
  edit(notices: Notices, how: How, change: (table: Table) => Table): boolean;
}

const TRIES = 5;
const NONE: Table = { columns: [], rows: [], problems: [] };

export const cellsOf = part(createCells);

function createCells(workspace: Workspace): Cells {
  const { desired, derived, ask } = workspace;
  const store = createStore<Shown>(derived.get().grid ?? { revision: -1 });
  let lastEdit = 0;
  let writing = false;

  const takeOver = () => {
    const { grid } = derived.get();
    if (!writing && grid?.revision === desired.get().revision) store.set(grid);
  };
  derived.subscribe(takeOver);

  const written = (notices: Notices, edit: number, revision: number, text: string, how: How) => {
    // A later edit has this one in it.
    if (edit !== lastEdit) return;
    writing = false;
    // Somebody else has changed the text meanwhile: what is there counts.
    if (desired.get().revision !== revision) return takeOver();
    commit(workspace, notices, 'csv', text, how === 'typing' ? 'grid' : 'step');
    const { revision: own } = desired.get();
    store.set((now) => ({ ...now, revision: own }));
  };

  return {
    get: store.get,
    subscribe: store.subscribe,
    edit(notices, how, change) {
      const { revision, history } = desired.get();
      const shown = store.get();
      const current = shown.revision === revision;
      if (!current && history.now.text.trim() !== '') return false;
      const table = change((current && shown.table) || NONE);
      store.set({ table, revision });
      const edit = ++lastEdit;
      writing = true;
      if (table.rows.length === 0) {
        written(notices, edit, revision, '', how);
        return true;
      }
      // A planner that was started again is asked again: the cells are nowhere else.
      const write = (tries: number) => {
        ask('writeTable', table).then(
          (text) => written(notices, edit, revision, text, how),
          () => {
            if (edit !== lastEdit) return;
            if (tries > 0) write(tries - 1);
            else writing = false;
          },
        );
      };
      write(TRIES);
      return true;
    },
  };
}

/** The cells, and whether those of the text as it is now are still to come: nothing can be edited then. */
export function useCells(): { table?: Table; waiting: boolean } {
  const workspace = useWorkspace();
  const { table, revision } = useStore(cellsOf(workspace), (now) => now);
  const state = useStore(workspace.desired, ({ revision: now, history }) =>
    now === revision ? 'current' : history.now.text.trim() === '' ? 'blank' : 'waiting',
  );
  return { table: state === 'blank' ? NONE : table, waiting: state === 'waiting' };
}
