import { wordOfCase } from '../engine/snapshots';
import type { Workspace } from '../engine/workspace';
import type { ReviewSource } from '../planner/review';
import type { Details, Item } from '../planner/types';

/** A case folder of the planner's tests: roles, and the clusters they are planned on. */
export interface Example {
  /** `drift/bypassrls` */
  path: string;
  description: string;
  catalogs: string[];
}

/** The one file that fetches: from the page's own folder. */
async function get(path: string): Promise<Response> {
  const response = await fetch(`./examples/${path}`).catch(() => undefined);
  if (!response?.ok) {
    throw new Error(
      'The examples are files beside the page, and this one could not be loaded. Check the connection and try again.',
    );
  }
  return response;
}

export async function listExamples(): Promise<Example[]> {
  return (await get('index.json')).json() as Promise<Example[]>;
}

/** A role of the example that is shown on a first visit, with its plan as it was made when the page was built. */
export interface ShownRole {
  item: Item;
  source: ReviewSource;
}

export async function loadShown(): Promise<ShownRole[]> {
  const roles: (ShownRole & { details: Details; document: string })[] = await (
    await get('shown.json')
  ).json();
  return roles.map(({ item, source, details, document }) => ({
    item,
    source: { ...source, details: async () => details, document: async () => document },
  }));
}

/** Takes the place of roles and snapshots. */
export async function openExample(
  { path, catalogs }: Example,
  { snapshots, replacing }: Workspace,
): Promise<void> {
  const [text, ...blobs] = await Promise.all([
    get(`${path}/plan.yaml`).then((response) => response.text()),
    ...catalogs.map((name) => get(`${path}/${name}`).then((response) => response.blob())),
  ]);
  const files = blobs.flatMap((blob, index) => {
    const name = catalogs[index] ?? 'catalog.json';
    return snapshots.make(name, blob, wordOfCase(name)) ?? [];
  });
  replacing.replace({ format: 'yaml', text }, `The example ${path}`, files);
}
