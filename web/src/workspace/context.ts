import { createContext, use } from 'react';
import type { Workspace } from '../engine/workspace';

const Context = createContext<Workspace | undefined>(undefined);
export const WorkspaceProvider = Context.Provider;

/** The workspace that this part of the page is about: there may be several on it. */
export function useWorkspace(): Workspace {
  const workspace = use(Context);
  if (!workspace) throw new Error('A part of the page stands outside of its WorkspaceProvider.');
  return workspace;
}
