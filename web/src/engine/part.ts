import type { Workspace } from './workspace';

/** Something that a view keeps about a workspace: made when first asked for, gone with it. */
export function part<T>(make: (workspace: Workspace) => T): (workspace: Workspace) => T {
  const made = new WeakMap<Workspace, { of: T }>();
  return (workspace) => {
    const known = made.get(workspace) ?? { of: make(workspace) };
    made.set(workspace, known);
    return known.of;
  };
}
