import { serving } from '../engine/serving';
import type { LoadedSnapshot } from '../engine/snapshots';
import type { Shared } from './link';

export interface Comparison {
  same: string[];
  /** What differs and what to do. */
  different: string[];
}

/** Whether the plans of these resources are those that the sender saw. */
export function compare(
  shared: Shared['snapshots'],
  loaded: LoadedSnapshot[],
  resources: string[],
): Comparison {
  const [theirSnapshots, yourSnapshots] = [serving(shared, resources), serving(loaded, resources)];
  const planned = resources.filter((resource) => theirSnapshots.has(resource));
  const same = new Set<string>();
  const different = new Set<string>();
  const all = planned.flatMap((resource) => theirSnapshots.get(resource) ?? []);
  for (const theirs of new Set(all.length > 0 ? all : shared)) {
    const resource = planned.find((one) => theirSnapshots.get(one) === theirs);
    const whose = theirs.resource ? `${theirs.name} (${theirs.resource})` : theirs.name;
    const yours = resource === undefined ? loaded.at(-1) : yourSnapshots.get(resource);
    const made = `This link was made on ${whose}, ${short(theirs.fingerprint)}`;
    if (!yours) {
      different.add(
        `${made}, which is not loaded here. Ask the sender for the file, or take a snapshot yourself, and add it in the Catalog tab.`,
      );
    } else if (theirs.fingerprint && yours.fingerprint === theirs.fingerprint) same.add(whose);
    else {
      different.add(
        `${made}; yours is ${short(yours.fingerprint)}: the plan may differ. Take a new snapshot, or ask the sender for theirs.`,
      );
    }
  }
  return { same: [...same], different: [...different] };
}

function short(fingerprint: string | undefined): string {
  return fingerprint ? `${fingerprint.slice(0, 8)}…` : 'without a fingerprint';
}
