import { createStore, type Readable } from '../../base/store';
import { part } from '../../engine/part';
import type { Workspace } from '../../engine/workspace';
import type { Table } from '../../planner/types';
import type { Notices } from '../../ui/notices';
import { useStore } from '../../ui/useStore';
import { useWorkspace } from '../../workspace/context';
import { useProblems } from '../../workspace/hooks';
import { commit } from '../commit';
import { writeNow, writeTable } from './write';

type How = 'typing' | 'step';

interface Shown {
  /** As on the page; ahead of the text by the moment it takes to write them. */
  table?: Table;
  /** Of the text whose cells they are. Of any other they must not take the place. */
  revision: number;
  /** The text was written from these cells: they are what it says, sound or not. */
  own?: true;
}

export interface Cells extends Readable<Shown> {
  /** Every edit of a cell is an edit of the text. False where the cells are still to come. */
  edit(notices: Notices, how: How, change: (table: Table) => Table): boolean;
}

const NONE: Table = { columns: [], rows: [], problems: [] };

export const cellsOf = part(createCells);

function createCells(workspace: Workspace): Cells {
  const { desired, derived } = workspace;
  const store = createStore<Shown>(derived.get().grid ?? { revision: -1 });
  /** What the text says whose revision the cells have. */
  let written = store.get().table ?? NONE;
  let lastEdit = 0;
  let writing = false;

  const takeOver = () => {
    const { grid } = derived.get();
    const { revision } = desired.get();
    if (writing || grid?.revision !== revision) return;
    const { own, revision: shown } = store.get();
    // Of a YAML with a fault only the sound items come back.
    if (own && shown === revision && desired.now().format === 'yaml') return;
    written = grid.table;
    store.set(grid);
  };
  derived.subscribe(takeOver);

  // The planner may be busy for longer than the page has.
  workspace.onSettle(() => {
    const { table, revision } = store.get();
    if (!writing || !table || table.rows.length === 0 || desired.get().revision !== revision) return;
    const next = writeNow(desired.now(), written, table);
    if (next) desired.step(next);
  });

  return {
    get: store.get,
    subscribe: store.subscribe,
    edit(notices, how, change) {
      const { revision } = desired.get();
      const { format, text } = desired.now();
      const shown = store.get();
      const current = shown.revision === revision;
      if (!current && text.trim() !== '') return false;
      const table = change((current && shown.table) || NONE);
      const { own } = shown;
      store.set({ table, revision, own });
      const edit = ++lastEdit;
      writing = true;
      // A later edit has this one in it; one of somebody else counts.
      const overtaken = () => edit !== lastEdit || desired.get().revision !== revision;

      const take = (next: { format: 'yaml' | 'csv'; text: string }) => {
        commit(workspace, next.format, next.text, how === 'typing' ? 'grid' : 'step');
        const rows = table.rows.map((row, index) => ({ ...row, line: index + 2 }));
        written = next.format === 'yaml' ? { ...table, rows } : table;
        store.set({ table: written, revision: desired.get().revision, own: true });
      };
      const done = () => {
        if (edit === lastEdit) writing = false;
      };
      const retry = () => void this.edit(notices, how, () => table);

      writeTable(workspace, { format, text }, written, table, overtaken).then(
        (next) => {
          done();
          if (next && !overtaken()) take(next);
          else if (edit === lastEdit) takeOver();
        },
        (error: unknown) => {
          done();
          if (overtaken()) return;
          store.set({ table: written, revision, own });
          notices.notify({
            tone: 'error',
            title: 'The change could not be written',
            text: `${error instanceof Error ? error.message : error} The roles are as before.`,
            action: { label: 'Try again', run: retry },
          });
        },
      );
      return true;
    },
  };
}

interface Editable {
  table?: Table;
  /** Those of the text as it is now are still to come: nothing can be edited until then. */
  waiting: boolean;
  own: boolean;
  /** The text has to be repaired first. */
  disabled: boolean;
}

/** The cells, and whether they can be edited. */
export function useCells(): Editable {
  const workspace = useWorkspace();
  const { format, problems } = useProblems();
  const { table, revision, own: written = false } = useStore(cellsOf(workspace), (now) => now);
  const state = useStore(workspace.desired, ({ revision: now, history }) =>
    now === revision ? 'current' : history.now.text.trim() === '' ? 'blank' : 'waiting',
  );
  const own = written && state === 'current';
  // Without a header there are no cells. Of a YAML with a fault only those it was written from are all.
  const headless = table?.columns.length === 0 && table.problems.some(({ line }) => line != null);
  return {
    table: state === 'blank' ? NONE : table,
    waiting: state === 'waiting',
    own,
    disabled: headless || (format === 'yaml' && problems.length > 0 && !own),
  };
}
