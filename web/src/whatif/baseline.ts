import { createStore } from '../base/store';
import { part } from '../engine/part';
import type { DesiredItem } from '../planner/types';

/** A desired state that was kept to compare with. */
export interface Baseline {
  /** Where it is from: `kept at 14:05`, `old.yaml`. */
  name: string;
  items: DesiredItem[];
}

const KEY = 'rolewright.whatif';

/** The one before, once it was replaced or forgotten. */
export const formerOf = part(() => createStore<Baseline | undefined>(undefined));

/** Kept over a reload where the browser allows it; without storage it lasts as long as the page. */
export const baselineOf = part((workspace) => {
  const store = createStore<Baseline | undefined>(restore());
  let last = store.get();
  store.subscribe(() => {
    const baseline = store.get();
    formerOf(workspace).set(last);
    last = baseline;
    try {
      if (baseline) localStorage.setItem(KEY, JSON.stringify(baseline));
      else localStorage.removeItem(KEY);
    } catch {}
  });
  return store;
});

function restore(): Baseline | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Partial<Baseline> | null;
    return kept?.name && Array.isArray(kept.items) ? { name: kept.name, items: kept.items } : undefined;
  } catch {
    return undefined;
  }
}
