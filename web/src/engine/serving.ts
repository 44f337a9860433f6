/** What may be for one resource; else it is for every one. */
export interface Bound {
  resource?: string;
}

/** The one that a resource is planned on: the latest of its own, or else the latest for every resource. */
export function serving<T extends Bound>(all: readonly T[], resource: string | undefined): T | undefined {
  const of = (wanted: string | undefined) => all.findLast((one) => one.resource === wanted);
  return of(resource) ?? of(undefined);
}
