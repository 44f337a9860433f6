import { recognise } from '../engine/recognise';
import type { Workspace } from '../engine/workspace';
import { type Ui, useUi } from '../ui/context';
import { useWorkspace } from './context';

export function useOpenFiles(): (files: Iterable<File> | null) => void {
  const workspace = useWorkspace();
  const ui = useUi();
  return (files) => void openFiles([...(files ?? [])], workspace, ui);
}

/** Opens files by what is in them; one that is neither roles nor a snapshot replaces nothing. */
async function openFiles(
  files: File[],
  { snapshots, replacing, view }: Workspace,
  { notices: { notify }, commands }: Ui,
): Promise<void> {
  // In the order of their names, however they were chosen: of two that would serve, the last does.
  for (const file of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const found = await recognise(file);
    if (found.kind === 'snapshot') {
      snapshots.add(file.name, file);
      commands.run('show:catalog');
    } else if (found.kind === 'roles') {
      replacing.replace({ format: found.format, text: found.text }, file.name);
      commands.run('show:desired');
      view.set(found.format);
    } else {
      notify({
        tone: 'error',
        title: `${file.name} is ${found.what}`,
        text: `${found.todo} Nothing was replaced.`,
      });
    }
  }
}
