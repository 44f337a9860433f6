import { recognise } from '../engine/recognise';
import type { Workspace } from '../engine/workspace';
import { type Ui, useUi } from '../ui/context';
import { count } from '../ui/format';
import { useWorkspace } from './context';

export function useOpenFiles(): (files: Iterable<File> | null) => void {
  const workspace = useWorkspace();
  const ui = useUi();
  return (files) => void openFiles([...(files ?? [])], workspace, ui);
}

/** Opens files by what is in them; one that is neither roles nor a snapshot replaces nothing. */
async function openFiles(files: File[], workspace: Workspace, ui: Ui): Promise<void> {
  const { replacing, view } = workspace;
  // In the order of their names, however they were chosen: of two that would serve, the last does.
  for (const file of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const found = await recognise(file);
    if (found.kind === 'snapshot') {
      addSnapshot(found.file, workspace, ui);
    } else if (found.kind === 'roles') {
      replacing.replace({ format: found.format, text: found.text }, file.name);
      ui.commands.run('show:desired');
      view.set(found.format);
    } else {
      ui.notices.notify({
        tone: 'error',
        title: `${file.name} is ${found.what}`,
        text: `${found.todo} Nothing was replaced.`,
      });
    }
  }
}

/** Says what came of it, unless the catalog is looked at, and leaves on the page what is there. */
function addSnapshot(file: File, { snapshots }: Workspace, { notices, commands }: Ui): void {
  const known = snapshots.get().refused;
  const id = snapshots.add(file.name, file);
  const action = { label: 'Show the catalog', run: () => void commands.run('show:catalog') };
  const tell = (): boolean => {
    const { loaded, opening, refused } = snapshots.get();
    if (opening.some((one) => one.id === id)) return false;
    const no = refused.find((one) => one.name === file.name && !known.includes(one));
    const there = loaded.find((one) => one.id === id);
    if ((!no && !there) || commands.run('catalog:told')) return true;
    if (no) {
      notices.notify({ tone: 'error', title: `${no.name} was not added`, text: no.message, action });
    } else if (there) {
      const { server_version, databases } = there.summary;
      const text = `PostgreSQL ${server_version}, ${count(databases.length, 'database')}. Plans are made on it now.`;
      notices.notify({ tone: 'info', title: `${file.name} is read`, text, action });
    }
    return true;
  };
  if (tell()) return;
  const stop = snapshots.subscribe(() => {
    if (tell()) stop();
  });
}
