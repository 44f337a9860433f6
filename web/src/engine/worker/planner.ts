import type { DesiredItem } from '../../planner/types';
import { pick } from '../pick';
import type { PlannedRole, Report, Revision, Standing } from '../protocol';
import { Catalogs } from './catalogs';
import { derive, read } from './derive';
import { type Entry, Plans } from './plans';
import { withLastSound } from './sound';
import { turn } from './turn';

/** How long the other roles are planned before a newer keystroke gets its chance. */
const SLICE_MS = 8;

/** Plans the latest revision: the selected role at once, the others in slices between messages. */
export class Planner {
  readonly catalogs = new Catalogs();
  readonly plans = new Plans(this.catalogs);
  /** The list of the latest revision. */
  items: DesiredItem[] = [];
  /** Snapshots that are being read: an item without one may still get one. */
  opening = 0;
  #wanted?: Revision;
  #sent = new Set<number>();
  #planning = false;

  constructor(private readonly post: (report: Report) => void) {}

  get selected(): DesiredItem | undefined {
    return this.items[pick(this.items, this.#wanted?.selected)];
  }

  /** A revision, or the same once more because the snapshots are others. */
  async revise(revision: Revision | undefined = this.#wanted): Promise<void> {
    this.#wanted = revision && { ...revision };
    if (this.#planning) return;
    this.#planning = true;
    try {
      // A newer revision may be waiting behind this message.
      await turn();
      for (let job = this.#wanted; job; job = job === this.#wanted ? undefined : this.#wanted)
        await this.#plan(job);
    } finally {
      this.#planning = false;
    }
  }

  async #plan(job: Revision): Promise<void> {
    const { kept, ...desired } = withLastSound(read(job), this.items);
    this.items = desired.items;
    this.catalogs.serve(new Set(desired.items.map(({ item }) => item.resource_name)));
    const entries = desired.items.map(({ item, role_name }) => this.plans.entry(item, role_name));
    const first = entries[pick(desired.items, job.selected)];
    if (first) this.plans.result(first);

    const planned = entries.flatMap((entry) =>
      entry?.result && !this.#sent.has(entry.id) ? [entry.result] : [],
    );
    const standings = entries.map((entry) => this.#standing(entry));
    this.#sent = new Set(standings.filter((standing) => typeof standing === 'number'));
    const old = kept.map((item) => desired.items.indexOf(item));
    this.post({ kind: 'revised', revision: job.revision, desired, old, standings, planned });

    const derived = derive(job, desired);
    if (derived) this.post({ kind: 'derived', revision: job.revision, derived });
    this.plans.trim(new Set(entries.filter((entry) => entry !== undefined)));
    await this.#others(job, entries);
  }

  #standing(entry: Entry | undefined): Standing {
    if (!entry) return this.opening > 0 ? 'planning' : 'no-snapshot';
    return entry.result ? entry.id : 'planning';
  }

  async #others(job: Revision, entries: (Entry | undefined)[]): Promise<void> {
    let batch: [number, PlannedRole][] = [];
    let started = performance.now();
    const flush = () => {
      if (batch.length > 0) this.post({ kind: 'planned', revision: job.revision, planned: batch });
      batch = [];
    };
    for (const [index, entry] of entries.entries()) {
      if (!entry || this.#sent.has(entry.id)) continue;
      if (performance.now() - started > SLICE_MS) {
        flush();
        await turn();
        if (job !== this.#wanted) return;
        started = performance.now();
      }
      batch.push([index, this.plans.result(entry)]);
      this.#sent.add(entry.id);
    }
    flush();
  }
}
