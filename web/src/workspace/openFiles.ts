import { textOf } from '../engine/text';
import type { Workspace } from '../engine/workspace';
import { type Ui, useUi } from '../ui/context';
import { useWorkspace } from './context';

/** A text of desired roles larger than this is none. */
const TEXT_LIMIT = 8 * 1024 * 1024;

export function useOpenFiles(): (files: Iterable<File> | null) => void {
  const workspace = useWorkspace();
  const ui = useUi();
  return (files) => void openFiles([...(files ?? [])], workspace, ui);
}

/** Opens files by what their names say: desired roles, or else snapshots. */
async function openFiles(files: File[], workspace: Workspace, ui: Ui): Promise<void> {
  // In the order of their names, however they were chosen: of two that would serve, the last does.
  for (const file of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const format = /\.ya?ml$/i.test(file.name) ? 'yaml' : /\.(csv|tsv)$/i.test(file.name) ? 'csv' : undefined;
    if (format) await openDesired(file, format, workspace, ui);
    else workspace.snapshots.add(file.name, file);
  }
  if (files.some((file) => !/\.(ya?ml|csv|tsv)$/i.test(file.name))) ui.commands.run('show:catalog');
}

async function openDesired(
  file: File,
  format: 'yaml' | 'csv',
  { desired, view }: Workspace,
  { notices: { notify }, commands }: Ui,
): Promise<void> {
  if (file.size > TEXT_LIMIT) {
    return void notify({
      tone: 'error',
      title: `${file.name} is too large for a list of roles`,
      text: 'Up to 8 MB can be edited here. Split the file, or plan it with: rolewright plan -f',
    });
  }
  const text = await textOf(file);
  if (typeof text !== 'string') {
    return void notify({ tone: 'error', title: `${file.name} could not be opened`, text: text.problem });
  }
  desired.edit({ format, text }, 'step');
  commands.run('show:desired');
  view.set(format);
  notify({
    tone: 'info',
    title: `${file.name} is in place of the roles`,
    action: { label: 'Undo', run: desired.undo },
  });
}
