/** The resources that a snapshot is said to be for. */
export type Word = readonly string[] | 'every';

/** What a snapshot says of itself, and what a person said of it, which counts more. */
export interface Bound {
  /** The resource that it names: in the file, or else in the file's name. */
  resource?: string;
  word?: Word;
}

/** Absent: it names none, and nobody has said. */
export function wordOf({ resource, word }: Bound): Word | undefined {
  return word ?? (resource === undefined ? undefined : [resource]);
}

/**
 * Which snapshot each resource is planned on. Roles of one resource have no place on another's cluster, so a
 * snapshot that names none serves one resource alone, the first that has no other: whether it is of several
 * is for a person to say. Of several that would serve, the latest does.
 */
export function serving<T extends Bound>(all: readonly T[], resources: Iterable<string>): Map<string, T> {
  const served = new Map<string, T>();
  const wanted = new Set(resources);
  const named = (resource: string) => all.findLast((one) => names(one, resource));
  const every = all.findLast((one) => wordOf(one) === 'every');
  for (const resource of wanted) {
    const found = named(resource) ?? every;
    if (found) served.set(resource, found);
  }
  const unnamed = all.findLast((one) => wordOf(one) === undefined);
  const first = [...wanted].find((resource) => !served.has(resource));
  if (unnamed && first !== undefined) served.set(first, unnamed);
  return served;
}

function names(one: Bound, resource: string): boolean {
  const word = wordOf(one);
  return word !== undefined && word !== 'every' && word.includes(resource);
}
