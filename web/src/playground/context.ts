import { createContext, use } from 'react';
import type { History } from './history';
import type { Keeper } from './keeper';

/** What the page keeps beside its workspace. */
export interface Keeping {
  keeper: Keeper;
  history: History;
}

const Context = createContext<Keeping | undefined>(undefined);
export const KeepingProvider = Context.Provider;

export function useKeeping(): Keeping {
  const keeping = use(Context);
  if (!keeping) throw new Error('A part of the page stands outside of its KeepingProvider.');
  return keeping;
}
