import type { Names, SnapshotSummary } from '../planner/types';

/** A snapshot as the file it came in. */
export interface SnapshotFile {
  /** Counts up in the order of adding, over reloads too. */
  id: string;
  name: string;
  /** The resource it is bound to; absent: every resource. */
  resource?: string;
  blob: Blob;
}

/** Snapshots that take the place of others. */
export interface Swap {
  gone: SnapshotFile[];
  came: SnapshotFile[];
}

export interface LoadedSnapshot extends Omit<SnapshotFile, 'blob'> {
  summary: SnapshotSummary;
  fingerprint?: string;
}

export interface RefusedFile {
  id: string;
  name: string;
  message: string;
}

export interface SnapshotState {
  loaded: LoadedSnapshot[];
  /** What completion offers, by snapshot. */
  names: Record<string, Names>;
  opening: SnapshotFile[];
  refused: RefusedFile[];
}

/** Keeps the files beyond the page's life, those that were taken away too. */
export interface Shelf {
  put(file: SnapshotFile): void;
  /** It is no snapshot. */
  remove(id: string): void;
}
