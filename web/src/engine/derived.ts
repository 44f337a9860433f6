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

export function withDerived(now: DerivedViews, revision: number, derived: Derived): DerivedViews {
  const value =
    derived.view === 'grid'
      ? { grid: { table: derived.table, revision } }
      : { [derived.view]: { text: derived.text, revision } };
  return { ...now, ...value };
}
