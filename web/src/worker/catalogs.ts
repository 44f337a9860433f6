import type { Item } from '../planner/types';
import { type Snapshot, wasm } from './wasm';

interface Held {
  id: string;
  resource?: string;
  snapshot: Snapshot;
}

/** The snapshots that are open. Each is parsed once. */
export class Catalogs {
  /** Latest last: where several would serve, the latest does. */
  #held: Held[] = [];

  open(id: string, resource: string | undefined, bytes: Uint8Array): Snapshot {
    const snapshot = wasm.Snapshot.read(bytes);
    this.close(id);
    this.#held.push({ id, resource, snapshot });
    // Ids count up; a larger file that was added before takes longer to read.
    this.#held.sort((a, b) => Number(a.id) - Number(b.id));
    return snapshot;
  }

  bind(id: string, resource: string | undefined): void {
    for (const held of this.#held) if (held.id === id) held.resource = resource;
  }

  close(id: string): void {
    for (const held of this.#held) if (held.id === id) held.snapshot.free();
    this.#held = this.#held.filter((held) => held.id !== id);
  }

  get(id: string): Snapshot | undefined {
    return this.#held.find((held) => held.id === id)?.snapshot;
  }

  /** The snapshot of the item's own resource, or else one that is for every resource. */
  idFor(item: Item): string | undefined {
    const of = (resource: string | undefined) =>
      this.#held.findLast((held) => held.resource === resource)?.id;
    return of(item.resource_name) ?? of(undefined);
  }
}
