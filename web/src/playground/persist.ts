import { begin, type DesiredText, desiredStore } from '../engine/desired';
import type { Selection } from '../engine/protocol';
import { planningStore, restoreSelection } from '../engine/reviews';
import { restoreSnapshot } from '../engine/snapshots';
import { notify } from '../ui/notices';
import { blobs } from './blobs';
import { type Ui, uiStore } from './layout';

const KEY = 'rolewright.playground';
/** Typing is not slowed down by storing every letter. */
const REST_MS = 300;
let told = false;

/** Storage that does not answer is not waited for longer. */
const STORAGE_MS = 1500;

/** Brings back the snapshots that were there before a reload. */
export async function restoreSnapshots(): Promise<void> {
  const late = new Promise<void>((resolve) => setTimeout(resolve, STORAGE_MS));
  const all = blobs.all().then(
    (files) => files.forEach(restoreSnapshot),
    // Without storage there is nothing to bring back, and adding a snapshot will say so.
    () => {},
  );
  await Promise.race([all, late]);
}

/** Keeps what is on the page from now on. */
export function persist(): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, REST_MS);
  };
  for (const store of [desiredStore, uiStore, planningStore]) store.subscribe(later);
  addEventListener('pagehide', save);
}

function save(): void {
  const { now } = desiredStore.get().history;
  const { selection } = planningStore.get();
  try {
    localStorage.setItem(
      KEY,
      JSON.stringify({ desired: now, selection, ui: uiStore.get() } satisfies Stored),
    );
  } catch {
    if (told) return;
    told = true;
    notify({
      tone: 'warning',
      title: 'Your roles are not kept over a reload',
      text: 'The browser has no room or no permission to store them. Download plan.yaml before you leave.',
    });
  }
}

/** Brings back the roles and what was looked at; before anything listens. */
export function restoreState(): void {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    if (!isStored(stored)) return;
    restoreSelection(stored.selection);
    begin(stored.desired);
    uiStore.set((now) => ({ ...now, ...stored.ui }));
  } catch {
    // What another version or a half write left is not worth more than a fresh start.
  }
}

interface Stored {
  desired: DesiredText;
  selection?: Selection;
  ui: Ui;
}

function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null || !('desired' in value) || !('ui' in value)) return false;
  const { desired } = value as { desired: Partial<DesiredText> | null };
  return typeof desired?.text === 'string' && (desired.format === 'yaml' || desired.format === 'csv');
}
