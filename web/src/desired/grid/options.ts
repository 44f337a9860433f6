import { quoted } from '../../planner/scopes';
import type { Names } from '../../planner/types';

/** Databases first: most scopes are one. */
export function scopesFor(names: Names | undefined): string[] {
  const databases = names?.databases ?? [];
  const schemas = databases.flatMap(({ name, schemas }) =>
    schemas.map((schema) => `${quoted(name)}.${quoted(schema)}`),
  );
  return unique([...databases.map(({ name }) => quoted(name)), ...schemas]);
}

/** Those of every server version, where there is no snapshot to say more. */
const PRIVILEGES = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'];

export function privilegesFor(names: Names | undefined): string[] {
  return unique([...(names?.privileges ?? PRIVILEGES), 'ALL']);
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}

/** More would make the list of them slow, and nobody reads it. */
const MOST = 2000;

export function rolesFor(names: Names | undefined): string[] {
  return [...(names?.roles ?? [])].sort().slice(0, MOST);
}

export function resourcesFor(known: readonly string[]): string[] {
  return unique(known.filter(Boolean)).sort().slice(0, MOST);
}
