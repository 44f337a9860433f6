import { createContext, use } from 'react';
import type { Api } from './client';

const Context = createContext<Api | undefined>(undefined);
export const ApiProvider = Context.Provider;

export function useApi(): Api {
  const api = use(Context);
  if (!api) throw new Error('A part of the page stands outside of its ApiProvider.');
  return api;
}
