import type { Item } from '../../planner/types';
import type { PlanAnswer, PlannedRole } from '../protocol';
import type { Catalogs } from './catalogs';
import { asFailure } from './faults';
import type { Planned, Snapshot } from './wasm';

/** One item on one snapshot, and what came of it. */
export interface Entry {
  readonly id: number;
  readonly item: Item;
  readonly roleName: string;
  readonly snapshotId: string;
  result?: PlannedRole;
  handle?: Planned;
}

/** Handles hold a plan in the wasm's memory; those beyond this many are made again when asked for. */
const HANDLES = 64;
/** Entries that left the list are kept for an undo. */
const FORMER = 256;

/** The plans that were made: an item that did not change, on a snapshot that did not, is not planned again. */
export class Plans {
  #entries = new Map<string, Entry>();
  #handles = new Set<Entry>();
  /** Never a number of before: the page may still hold plans of a worker that was replaced. */
  #next = Date.now();

  constructor(private readonly catalogs: Catalogs) {}

  entry(item: Item, roleName: string): Entry | undefined {
    const snapshotId = this.catalogs.idFor(item);
    return snapshotId === undefined ? undefined : this.entryOn(snapshotId, item, roleName);
  }

  entryOn(snapshotId: string, item: Item, roleName: string): Entry {
    const key = `${snapshotId} ${JSON.stringify(item)}`;
    const entry = this.#entries.get(key) ?? { id: this.#next++, item, roleName, snapshotId };
    // Taken out and put back, so that the map is in order of use.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry;
  }

  byId(id: number): Entry | undefined {
    for (const entry of this.#entries.values()) if (entry.id === id) return entry;
    return undefined;
  }

  /** Plans, or gives what was planned. */
  result(entry: Entry): PlannedRole {
    if (entry.result) return entry.result;
    const { snapshotId } = entry;
    try {
      const handle = this.#handle(entry);
      entry.result = { id: entry.id, snapshotId, summary: handle.summary(), sql: handle.sql() };
    } catch (thrown) {
      entry.result = { id: entry.id, snapshotId, failure: asFailure(thrown, entry.item, entry.roleName) };
    }
    return entry.result;
  }

  /** Gives what is asked of the plan, which may have to be made again. */
  of<T>(entry: Entry, ask: (planned: Planned, snapshot: Snapshot) => T): T {
    const handle = this.#handle(entry);
    return ask(handle, this.#snapshot(entry));
  }

  answer(entry: Entry): PlanAnswer {
    const { summary, failure, sql = '' } = this.result(entry);
    if (failure) return { failure, sql };
    return { summary, sql, details: this.of(entry, (planned, snapshot) => planned.details(snapshot)) };
  }

  /**
   * Forgets what is not in the list and was not used lately. Of what left the list only the result is
   * kept: a letter typed would otherwise take new memory each, which costs more than planning again.
   */
  trim(inUse: Set<Entry>): void {
    let former = this.#entries.size - inUse.size - FORMER;
    for (const [key, entry] of this.#entries) {
      if (inUse.has(entry)) continue;
      this.#release(entry);
      if (former > 0) this.#entries.delete(key);
      former -= 1;
    }
  }

  forgetSnapshot(id: string): void {
    for (const [key, entry] of this.#entries) {
      if (entry.snapshotId !== id) continue;
      this.#release(entry);
      this.#entries.delete(key);
    }
  }

  #snapshot(entry: Entry): Snapshot {
    const snapshot = this.catalogs.get(entry.snapshotId);
    if (!snapshot) throw { message: 'The snapshot was removed. Add it again in the Catalog tab.' };
    return snapshot;
  }

  #handle(entry: Entry): Planned {
    const handle = entry.handle ?? this.#snapshot(entry).plan(entry.item);
    entry.handle = handle;
    this.#handles.delete(entry);
    this.#handles.add(entry);
    for (const oldest of this.#handles) {
      if (this.#handles.size <= HANDLES) break;
      this.#release(oldest);
    }
    return handle;
  }

  #release(entry: Entry): void {
    entry.handle?.free();
    entry.handle = undefined;
    this.#handles.delete(entry);
  }
}
