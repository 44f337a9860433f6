import type { DesiredText } from '../engine/desired';
import type { Replaced } from '../engine/replacing';
import type { SnapshotRef } from './blobs';

const KEY = 'rolewright.playground';
/** Its version alone, which is looked at with each letter. */
const VERSION = 'rolewright.version';
/** Of a tab that is behind: its own, over its own reloads. */
const BRANCH = 'rolewright.branch';

/** What is on the page, as all tabs share it. */
export interface Kept {
  /** Another one with each write, whichever tab's: who knows another is behind. */
  version: string;
  at: number;
  desired: DesiredText;
  /** Absent in what earlier versions of the page wrote: all that are stored. */
  snapshots?: SnapshotRef[];
  replaced?: KeptReplaced;
}

export type KeptReplaced = Omit<Replaced, 'gone' | 'came'> & { gone: SnapshotRef[]; came: SnapshotRef[] };

export function readKept(): Kept | undefined {
  return read(() => localStorage.getItem(KEY));
}

/** Throws where the browser has no room or no permission. */
export function writeKept(kept: Kept): void {
  localStorage.setItem(KEY, JSON.stringify(kept));
  localStorage.setItem(VERSION, kept.version);
}

/** Counts up, and is nobody else's: two tabs that write at once write two. */
export function versionAfter(version: string): string {
  const [random = 0] = crypto.getRandomValues(new Uint32Array(1));
  return `${Number.parseInt(version, 10) + 1}-${random.toString(36)}`;
}

/** Whether what is kept is of another version. */
export function isOther(version: string): boolean {
  try {
    return localStorage.getItem(VERSION) !== version;
  } catch {
    return false;
  }
}

export function readBranch(): Kept | undefined {
  return read(() => sessionStorage.getItem(BRANCH));
}

export function writeBranch(kept: Kept | undefined): void {
  try {
    if (kept) sessionStorage.setItem(BRANCH, JSON.stringify(kept));
    else sessionStorage.removeItem(BRANCH);
  } catch {
    // The history has it.
  }
}

/** Tells when what is kept may be another: another tab wrote it, or this one was away. */
export function onKept(listener: () => void): void {
  window.addEventListener('storage', ({ key }) => {
    if (key === VERSION) listener();
  });
  addEventListener('pageshow', listener);
  document.addEventListener('visibilitychange', listener);
}

export function sameKept(
  a: Pick<Kept, 'desired' | 'snapshots'>,
  b: Pick<Kept, 'desired' | 'snapshots'>,
): boolean {
  return (
    a.desired.format === b.desired.format &&
    a.desired.text === b.desired.text &&
    JSON.stringify(a.snapshots ?? []) === JSON.stringify(b.snapshots ?? [])
  );
}

function read(item: () => string | null): Kept | undefined {
  try {
    const value: unknown = JSON.parse(item() ?? 'null');
    return isKept(value) ? { ...value, version: `${value.version ?? 0}`, at: value.at ?? 0 } : undefined;
  } catch {
    // What another version or a half write left is not worth more than a fresh start.
    return undefined;
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null || !('desired' in value)) return false;
  const { desired, snapshots } = value as Partial<Kept>;
  return (
    typeof desired?.text === 'string' &&
    (desired.format === 'yaml' || desired.format === 'csv') &&
    (snapshots === undefined || Array.isArray(snapshots))
  );
}
