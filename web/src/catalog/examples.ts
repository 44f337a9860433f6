import { resourceOf } from '../engine/snapshots';
import type { Workspace } from '../engine/workspace';

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
    // The case says of a file without a resource that it is every one's.
    return snapshots.make(name, blob, resourceOf(name) === undefined ? 'every' : undefined) ?? [];
  });
  replacing.replace({ format: 'yaml', text }, `The example ${path}`, files);
}
