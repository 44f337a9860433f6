// What a part stands in: the theme, and the page's own notices and commands.
import { MantineProvider } from '@mantine/core';
import type { ReactNode } from 'react';
import { createWorkspace, type Workspace } from '../../src/engine/workspace';
import { createUi, type Ui, UiProvider } from '../../src/ui/context';
import { theme } from '../../src/ui/theme';
import { WorkspaceProvider } from '../../src/workspace/context';

interface Props {
  children: ReactNode;
  ui?: Ui;
  workspace?: Workspace;
}

export function Page({ children, ui = createUi(), workspace }: Props) {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <UiProvider value={ui}>
        {workspace ? <WorkspaceProvider value={workspace}>{children}</WorkspaceProvider> : children}
      </UiProvider>
    </MantineProvider>
  );
}

/** With the real planner; keeps nothing beyond the page. */
export function workspaceWith(text: string, snapshots: Record<string, string> = {}): Workspace {
  const format = text.startsWith('items') || text.startsWith('#') ? 'yaml' : 'csv';
  const workspace = createWorkspace(
    { desired: { format, text } },
    {
      shelf: { put: () => {}, remove: () => {} },
      onTrouble: ({ message }) => {
        throw new Error(message);
      },
    },
  );
  for (const [name, content] of Object.entries(snapshots)) workspace.snapshots.add(name, new Blob([content]));
  workspace.revise();
  return workspace;
}

/** When what is looked for is there. */
export function until<T>(
  store: { get(): T; subscribe(listener: () => void): () => void },
  fits: (now: T) => boolean,
): Promise<T> {
  return new Promise((resolve) => {
    const look = () => {
      if (!fits(store.get())) return;
      stop();
      resolve(store.get());
    };
    const stop = store.subscribe(look);
    look();
  });
}
