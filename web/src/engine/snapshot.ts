import type { Names, SnapshotSummary } from '../planner/types';
import type { Bound, Word } from './serving';

/** A snapshot as the file it came in. */
export interface SnapshotFile extends Bound {
  /** Counts up in the order of adding, over reloads too. */
  id: string;
  name: string;
  blob: Blob;
}

/** Snapshots that take the place of others, or what was said of one. */
export interface Swap {
  gone: SnapshotFile[];
  came: SnapshotFile[];
  said?: { id: string; before?: Word; after?: Word };
}

/** The snapshot that another one of its name took the place of. */
export interface Was {
  version: string;
  taken?: string;
  /** It was of another cluster. */
  elsewhere: boolean;
}

/** The way back. */
export function reversed({ gone, came, said }: Swap): Swap {
  const back = said && { id: said.id, before: said.after, after: said.before };
  return { gone: came, came: gone, said: back };
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
