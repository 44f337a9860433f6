/** What a shortcut or a button asks of whoever is on the page to do it. */
export type CommandName =
  | 'panel:desired'
  | 'panel:catalog'
  | 'panel:plan'
  | 'panel:whatif'
  | 'panel:graph'
  | 'view:grid'
  | 'view:yaml'
  | 'view:csv'
  | 'undo'
  | 'redo'
  | 'copy-sql'
  | 'next-role'
  | 'previous-role'
  | 'copy-link'
  | 'filter-revokes'
  | 'focus-filter'
  | 'focus-rows'
  | 'toggle-theme'
  | 'help';

const listeners = new Map<CommandName, Set<() => void>>();

/** Returns the function that stops listening: an effect can return it. */
export function onCommand(name: CommandName, listener: () => void): () => void {
  const set = listeners.get(name) ?? new Set();
  listeners.set(name, set.add(listener));
  return () => set.delete(listener);
}

/** Whether anybody did it. */
export function command(name: CommandName): boolean {
  const set = listeners.get(name);
  for (const listener of set ?? []) listener();
  return (set?.size ?? 0) > 0;
}
