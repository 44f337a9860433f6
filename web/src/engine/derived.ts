import { createStore } from '../base/store';
import type { Table } from '../planner/types';
import type { Derived } from './protocol';

/** The items as a view shows them whose format is not the text's own. */
export interface DerivedText {
  text: string;
  /** Of the desired text that it was made from: of another one it says nothing. */
  revision: number;
}

export interface DerivedTable {
  table: Table;
  revision: number;
}

/** Absent until first looked at; of an older text where the view was not looked at since. */
export interface DerivedViews {
  yaml?: DerivedText;
  csv?: DerivedText;
  grid?: DerivedTable;
}

export const derivedStore = createStore<DerivedViews>({});

export function takeDerived(revision: number, derived: Derived): void {
  const value =
    derived.view === 'grid'
      ? { grid: { table: derived.table, revision } }
      : { [derived.view]: { text: derived.text, revision } };
  derivedStore.set((now) => ({ ...now, ...value }));
}
