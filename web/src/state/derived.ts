import type { Table } from '../planner/types';
import type { Derived } from '../worker/protocol';
import { createStore } from './store';

/** The items as the views show them whose format is not the text's own; absent until first looked at. */
export interface DerivedViews {
  yaml?: string;
  csv?: string;
  grid?: Table;
}

export const derivedStore = createStore<DerivedViews>({});

export function takeDerived(derived: Derived): void {
  const value = derived.view === 'grid' ? { grid: derived.table } : { [derived.view]: derived.text };
  derivedStore.set((now) => ({ ...now, ...value }));
}
