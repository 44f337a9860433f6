import { createContext, use } from 'react';
import type { History } from './history';
import type { Keeper } from './keeper';
import type { Offline } from './offline';

/** What the page keeps beside its workspace. */
export interface Keeping {
  keeper: Keeper;
  history: History;
  offline: Offline;
}

const Context = createContext<Keeping | undefined>(undefined);
export const KeepingProvider = Context.Provider;

export function useKeeping(): Keeping {
  const keeping = use(Context);
  if (!keeping) throw new Error('A part of the page stands outside of its KeepingProvider.');
  return keeping;
}
