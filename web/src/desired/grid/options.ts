import { namesFor } from '../../engine/names';
import { quoted } from '../../planner/scopes';

/** Databases first: most scopes are one. */
export function scopesFor(resource: string): string[] {
  const databases = namesFor(resource)?.databases ?? [];
  const schemas = databases.flatMap(({ name, schemas }) =>
    schemas.map((schema) => `${quoted(name)}.${quoted(schema)}`),
  );
  return unique([...databases.map(({ name }) => quoted(name)), ...schemas]);
}

/** Those of every server version, where there is no snapshot to say more. */
const PRIVILEGES = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'];

export function privilegesFor(resource: string): string[] {
  return unique([...(namesFor(resource)?.privileges ?? PRIVILEGES), 'ALL']);
}

function unique(values: string[]): string[] {
  return [...new Set(values)];
}
