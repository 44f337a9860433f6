import { createStore, type Readable } from '../base/store';
import type { Replaced } from '../engine/replacing';
import type { SnapshotFile } from '../engine/snapshots';
import type { Workspace } from '../engine/workspace';
import type { Notices } from '../ui/notices';
import { loadFiles, putFile, refOf, type SnapshotRef } from './blobs';
import type { History } from './history';
import {
  isOther,
  type Kept,
  type KeptReplaced,
  onKept,
  readKept,
  sameKept,
  versionAfter,
  writeBranch,
  writeKept,
} from './kept';

/** Keeps what is on the page, as long as no other tab has put something else in its place. */
export interface Keeper {
  /** What another tab has put there since: nothing of this one is kept over it. */
  behind: Readable<Kept | undefined>;
  takeTheirs(): Promise<void>;
  keepMine(): void;
  /** The snapshots of before are on the page: from now on those that are there are all. */
  restored(): void;
}

/** A text that takes no time to store is stored with each letter; a larger one once in this time. */
const LARGE = 32 * 1024;
const REST_MS = 300;

type Content = Pick<Kept, 'desired' | 'snapshots'> & { replaced?: Replaced };

export function createKeeper(
  workspace: Workspace,
  { notify }: Notices,
  history: History,
  begun: Kept | undefined,
): Keeper {
  const { desired, snapshots, replacing } = workspace;
  const behind = createStore<Kept | undefined>(undefined);
  const channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel('rolewright') : undefined;
  /** The version that this tab's content follows on. */
  let base = begun?.version ?? '0';
  let toCome: SnapshotRef[] = begun?.snapshots ?? [];
  let saved: Content = contentNow();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let told = false;

  function contentNow(): Content {
    // What is still read may be refused, and no other tab could have it.
    const there = snapshots.shelved().map(refOf);
    const later = toCome.filter(({ id }) => !there.some((file) => file.id === id));
    return { desired: desired.now(), snapshots: [...later, ...there], replaced: replacing.get() };
  }

  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    const now = contentNow();
    if (sameKept(now, saved) && now.replaced === saved.replaced) return;
    check();
    const kept = { ...now, replaced: now.replaced && namesOf(now.replaced), at: Date.now() };
    if (behind.get()) {
      saved = now;
      writeBranch({ ...kept, version: base });
      return;
    }
    try {
      const version = versionAfter(base);
      writeKept({ ...kept, version });
      base = version;
      saved = now;
      channel?.postMessage(base);
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

  /** Looks whether another tab was here. */
  function check(): void {
    const stored = isOther(base) ? readKept() : undefined;
    if (!stored || stored.version === base) return;
    if (sameKept(stored, contentNow())) follow(stored.version);
    else behind.set(stored);
  }

  const follow = (version: string) => {
    base = version;
    saved = contentNow();
    behind.set(undefined);
    writeBranch(undefined);
  };

  const changed = () => {
    timer ??= setTimeout(save, desired.now().text.length < LARGE ? 0 : REST_MS);
  };
  for (const store of [desired, snapshots, replacing]) store.subscribe(changed);
  addEventListener('pagehide', () => {
    workspace.settle();
    save();
  });
  onKept(check);
  if (channel) channel.onmessage = check;
  check();

  return {
    behind,

    async takeTheirs() {
      const theirs = readKept();
      if (!theirs) return;
      const files = await patiently(theirs.snapshots).catch(() => snapshots.files());
      replacing.replace(theirs.desired, 'The roles of the other tab', files);
      follow(theirs.version);
      saved = { ...saved, replaced: undefined };
      changed();
    },

    keepMine() {
      const theirs = readKept();
      if (!theirs) return;
      const { desired, snapshots: refs = [], at } = theirs;
      history.keep({ desired, snapshots: refs, at, by: 'The roles of another tab' });
      // What no tab had on its page may have been forgotten.
      for (const file of snapshots.files()) void putFile(file).catch(() => {});
      follow(theirs.version);
      saved = { desired: theirs.desired, snapshots: theirs.snapshots };
      save();
    },

    restored() {
      toCome = [];
      saved = { ...saved, replaced: replacing.get() };
      save();
    },
  };
}

/** What another tab has just added is stored a moment later. */
async function patiently(refs: readonly SnapshotRef[] = []): Promise<SnapshotFile[]> {
  for (let tries = 3; ; tries -= 1) {
    const files = await loadFiles(refs);
    if (files.length === refs.length || tries === 0) return files;
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
  }
}

function namesOf({ gone, came, ...rest }: Replaced): KeptReplaced {
  return { ...rest, gone: gone.map(refOf), came: came.map(refOf) };
}
