import type { DesiredText } from '../engine/desired';
import type { Selection, View } from '../engine/protocol';
import type { Beginning, Workspace } from '../engine/workspace';
import type { Notices } from '../ui/notices';
import { allSnapshots } from './blobs';
import { type Layout, layoutOf } from './layout';

const KEY = 'rolewright.playground';
/** Typing is not slowed down by storing every letter. */
const REST_MS = 300;

/** Storage that does not answer is not waited for longer. */
const STORAGE_MS = 1500;

interface Stored {
  desired: DesiredText;
  selection?: Selection;
  ui: Layout & { view: View };
}

/** The roles and what was looked at, as they were kept. */
export function readStored(): (Beginning & { layout: Partial<Layout> }) | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (!isStored(stored)) return undefined;
    const { view, ...layout } = stored.ui;
    return { desired: stored.desired, selection: stored.selection, view, layout };
  } catch {
    // What another version or a half write left is not worth more than a fresh start.
    return undefined;
  }
}

/** Brings back the snapshots that were there before a reload. */
export async function restoreSnapshots({ snapshots }: Workspace): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, STORAGE_MS));
  const all = allSnapshots().then(
    (files) => files.forEach(snapshots.restore),
    // Without storage there is nothing to bring back, and adding a snapshot will say so.
    () => {},
  );
  await Promise.race([all, late]);
}

/** Keeps what is on the page from now on. */
export function persist(workspace: Workspace, { notify }: Notices): void {
  const { desired, planning, view } = workspace;
  const layout = layoutOf(workspace);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = false;

  const save = () => {
    const { selection } = planning.get();
    const ui = { ...layout.get(), view: view.get() };
    try {
      localStorage.setItem(KEY, JSON.stringify({ desired: desired.now(), selection, ui } satisfies Stored));
    } catch {
      if (told) return;
      told = true;
      notify({
        tone: 'warning',
        title: 'Your roles are not kept over a reload',
        text: 'The browser has no room or no permission to store them. Download plan.yaml before you leave.',
      });
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, REST_MS);
  };
  for (const store of [desired, layout, view, planning]) store.subscribe(later);
  addEventListener('pagehide', save);
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null || !('desired' in value) || !('ui' in value)) return false;
  const { desired } = value as { desired: Partial<DesiredText> | null };
  return typeof desired?.text === 'string' && (desired.format === 'yaml' || desired.format === 'csv');
}
