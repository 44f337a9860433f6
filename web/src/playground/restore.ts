import type { SnapshotFile } from '../engine/snapshots';
import type { Workspace } from '../engine/workspace';
import type { Notices } from '../ui/notices';
import { loadFiles, type SnapshotRef } from './blobs';
import type { Kept } from './kept';

/** Brings back the snapshots that were there before a reload, and the way back from what was replaced. */
export async function restore(
  begun: Kept | undefined,
  { snapshots, replacing }: Workspace,
  { notify }: Notices,
): Promise<void> {
  const { replaced } = begun ?? {};
  const wanted = begun?.snapshots;
  const more = [...(replaced?.gone ?? []), ...(replaced?.came ?? [])];
  let files: SnapshotFile[];
  try {
    files = await loadFiles(wanted && [...wanted, ...more]);
  } catch {
    // Without storage there is nothing to bring back, and adding a snapshot will say so.
    return;
  }
  const of = (refs: readonly SnapshotRef[]) =>
    refs.flatMap(({ id }) => files.find((file) => file.id === id) ?? []);
  const shown = wanted ? of(wanted) : files;
  for (const file of new Set(shown)) snapshots.restore(file);
  if (replaced) replacing.restore({ ...replaced, gone: of(replaced.gone), came: of(replaced.came) });

  const missing = wanted?.filter(({ id }) => !files.some((file) => file.id === id)) ?? [];
  if (missing.length === 0) return;
  notify({
    tone: 'warning',
    title: `${missing.map(({ name }) => name).join(', ')} could not be brought back`,
    text: 'The browser does not have the file any more. Add it again in the Catalog tab, or take a new snapshot.',
  });
}
