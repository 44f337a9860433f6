import { createContext, use, useEffect, useRef } from 'react';
import { type Commands, createCommands } from './commands';
import { createNotices, type Notices } from './notices';

/** What the parts of a page have in common: what they say, and what can be asked of them. */
export interface Ui {
  notices: Notices;
  commands: Commands;
}

export function createUi(): Ui {
  return { notices: createNotices(), commands: createCommands() };
}

const Context = createContext<Ui | undefined>(undefined);
export const UiProvider = Context.Provider;

export function useUi(): Ui {
  const ui = use(Context);
  if (!ui) throw new Error('A part of the page stands outside of its UiProvider.');
  return ui;
}

/** Does the command as long as the component is on the page. */
export function useCommand(name: string, run: () => void): void {
  const { commands } = useUi();
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => commands.on(name, () => latest.current()), [commands, name]);
}
