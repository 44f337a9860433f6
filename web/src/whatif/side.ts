import type { Ask } from '../engine/client';
import type { PlanAnswer } from '../engine/protocol';
import type { Item } from '../planner/types';

/** A role on one side of a comparison: what is desired, and of which cluster. */
export interface Wanted {
  item: Item;
  /** Absent: nothing is loaded that it could be planned on. */
  snapshotId?: string;
}

/** What came of it. */
export type Side =
  | { state: 'absent' }
  | { state: 'no-snapshot' }
  | { state: 'refused'; message: string }
  | { state: 'planned'; answer: PlanAnswer };

/** One role, as it is to be planned on both sides. */
export interface Pair {
  roleName: string;
  role: string;
  a?: Wanted;
  b?: Wanted;
}

/** The same key, the same plan. A snapshot that is loaded again has another id. */
export function keyOf(wanted: Wanted | undefined): string {
  return wanted ? `${wanted.snapshotId ?? ''} ${JSON.stringify(wanted.item)}` : '';
}

export async function planSide(wanted: Wanted | undefined, ask: Ask): Promise<Side> {
  if (!wanted) return { state: 'absent' };
  if (wanted.snapshotId === undefined) return { state: 'no-snapshot' };
  try {
    return { state: 'planned', answer: await ask('plan', wanted.item, wanted.snapshotId) };
  } catch (error) {
    return { state: 'refused', message: error instanceof Error ? error.message : String(error) };
  }
}
