import type { Item } from '../../planner/types';
import { type Bound, serving, type Word } from '../serving';
import { type Snapshot, wasm } from './wasm';

/** A file that is on its way, and still wanted unless another one took its place. */
export interface Reading extends Bound {
  id: string;
}

interface Held extends Reading {
  snapshot: Snapshot;
}

/** The snapshots that are open. Each is parsed once. */
export class Catalogs {
  /** Latest last: where several would serve, the latest does. */
  #held: Held[] = [];
  #reading = new Map<string, Reading>();
  #serving = new Map<string, Held>();
  #resources: string[] = [];

  /** Before its bytes are there: it can be bound or closed from now on. */
  begin(reading: Reading): void {
    this.#reading.set(reading.id, reading);
  }

  /** Undefined where it was closed, or begun again, while it was read. */
  open(reading: Reading, bytes: Uint8Array): Snapshot | undefined {
    const { id } = reading;
    if (this.#reading.get(id) !== reading) return undefined;
    this.#reading.delete(id);
    const snapshot = wasm.Snapshot.read(bytes);
    this.close(id);
    // What the file says of itself is worth more than what it is called.
    const resource = snapshot.resource() ?? reading.resource;
    this.#held.push({ ...reading, resource, snapshot });
    // Ids count up; a larger file that was added before takes longer to read.
    this.#held.sort((a, b) => Number(a.id) - Number(b.id));
    this.#assign();
    return snapshot;
  }

  bind(id: string, word: Word | undefined): void {
    const reading = this.#reading.get(id);
    if (reading) reading.word = word;
    for (const held of this.#held) if (held.id === id) held.word = word;
    this.#assign();
  }

  /** These resources have roles: which snapshot serves one depends on all of them. */
  serve(resources: Iterable<string>): void {
    this.#resources = [...resources];
    this.#assign();
  }

  close(id: string): void {
    this.#reading.delete(id);
    for (const held of this.#held) if (held.id === id) held.snapshot.free();
    this.#held = this.#held.filter((held) => held.id !== id);
    this.#assign();
  }

  get(id: string): Snapshot | undefined {
    return this.#held.find((held) => held.id === id)?.snapshot;
  }

  idFor(item: Item): string | undefined {
    return this.#serving.get(item.resource_name)?.id;
  }

  #assign(): void {
    this.#serving = serving(this.#held, this.#resources);
  }
}
