import type { MadeOn, ReviewSource, Status } from '../planner/review';
import type { DesiredItem } from '../planner/types';
import type { Ask } from './client';
import type { PlannedRole, Standing } from './protocol';
import type { LoadedSnapshot } from './snapshot';

/** One item with what came of it, as the Plan view wants it. */
export function sourceOf(
  { item, role_name }: DesiredItem,
  role: PlannedRole | Standing,
  on: LoadedSnapshot | undefined,
  ask: Ask,
): ReviewSource {
  const common = {
    role: `${item.resource_name}/${item.role}`,
    roleName: role_name,
    resource: item.resource_name,
  };
  if (typeof role !== 'object') {
    const unplanned = () => Promise.reject(new Error(`${common.role} is not planned yet.`));
    const status: Status = role === 'no-snapshot' ? 'no-snapshot' : 'planning';
    return { ...common, id: `${status} ${role_name}`, status, details: unplanned, document: unplanned };
  }
  const { id, summary, failure, sql } = role;
  return {
    ...common,
    id: `${id}`,
    status: summary?.status ?? 'failed',
    summary,
    failure,
    on: on && madeOn(on, common.resource),
    sql,
    details: once(() => ask('details', id)),
    document: once(() => ask('document', id, sessionId())),
  };
}

function madeOn({ name, resource, word, summary }: LoadedSnapshot, of: string): MadeOn {
  const { server_version, system_identifier, taken_at, taken_by } = summary;
  return {
    file: name,
    resource,
    server_version,
    system_identifier,
    taken_at,
    taken_by,
    said: word !== undefined && resource !== of,
    unnamed: word === undefined && resource === undefined,
  };
}

export function sameOn(a: MadeOn | undefined, b: MadeOn | undefined): boolean {
  return a?.file === b?.file && a?.resource === b?.resource && a?.said === b?.said;
}

/** The same answer for the same plan: a session document has one session id. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

/** A UUID v4; `crypto.randomUUID` is missing where the page is served by plain http. */
function sessionId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
