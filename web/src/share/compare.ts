import type { LoadedSnapshot } from '../state/planning';
import type { Shared } from './link';

export interface Comparison {
  same: string[];
  /** What differs and what to do. */
  different: string[];
}

/** Whether the plans are those that the sender saw. */
export function compare(shared: Shared['snapshots'], loaded: LoadedSnapshot[]): Comparison {
  const comparison: Comparison = { same: [], different: [] };
  for (const theirs of shared) {
    const whose = theirs.resource ? `${theirs.name} (${theirs.resource})` : theirs.name;
    if (loaded.some(({ fingerprint }) => fingerprint && fingerprint === theirs.fingerprint)) {
      comparison.same.push(whose);
      continue;
    }
    const yours =
      loaded.findLast(({ resource }) => resource === theirs.resource) ??
      loaded.findLast(({ name }) => name === theirs.name);
    const made = `This link was made on ${whose}, ${short(theirs.fingerprint)}`;
    comparison.different.push(
      yours
        ? `${made}; yours is ${short(yours.fingerprint)}: the plan may differ. Take a new snapshot, or ask the sender for theirs.`
        : `${made}, which is not loaded here. Ask the sender for the file, or take a snapshot yourself, and add it in the Catalog tab.`,
    );
  }
  return comparison;
}

function short(fingerprint: string | undefined): string {
  return fingerprint ? `${fingerprint.slice(0, 8)}…` : 'without a fingerprint';
}
