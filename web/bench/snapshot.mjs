// A large cluster as a snapshot file, the same for the same numbers.

const ACL_ROLES = 200;

/** A role's name: `team_007`. */
const team = (n) => `team_${String(n % ACL_ROLES).padStart(3, '0')}`;
const padded = (word, n, width) => `${word}_${String(n).padStart(width, '0')}`;

/**
 * Half of a schema's tables have the default ACL, a third are read by one team, the rest are written by
 * another; a tenth are views. What shares an ACL shares an entry, as in the snapshots that
 * `rolewright snapshot` takes.
 */
export function snapshot({ databases, schemas, tables }) {
  const entry = (grantee, privileges) => ({ grantee, grantor: 'app', privileges });
  const owner = entry('app', ['DELETE', 'INSERT', 'REFERENCES', 'SELECT', 'TRIGGER', 'TRUNCATE', 'UPDATE']);

  const relations = (seed) => {
    const groups = [
      { kind: 'table', owner: 'app', names: [] },
      { kind: 'table', owner: 'app', acl: [owner, entry(team(seed), ['SELECT'])], names: [] },
      { kind: 'table', owner: 'app', acl: [owner, entry(team(seed + 1), ['INSERT', 'SELECT'])], names: [] },
      { kind: 'view', owner: 'app', names: [] },
    ];
    for (let n = 0; n < tables; n++) {
      const group = n % 10 === 9 ? 3 : n % 2 === 0 ? 0 : n % 3 === 0 ? 2 : 1;
      groups[group].names.push(padded('events_by_customer', n, 5));
    }
    return groups.filter(({ names }) => names.length > 0);
  };
  const schemasOf = (database) =>
    named('schema', schemas, 2, (n) => ({ owner: 'app', relations: relations(database * schemas + n) }));

  return JSON.stringify({
    format: 'rolewright/catalog/2',
    server: { version_num: 160009, system_identifier: '7300000000000000001' },
    taken_by: 'postgres',
    bootstrap: 'postgres',
    roles: {
      app: { inherit: true },
      postgres: { superuser: true, inherit: true, createrole: true, createdb: true, login: true },
      ...named('team', ACL_ROLES, 3, () => ({ inherit: true, login: true })),
    },
    memberships: [],
    databases: named('db', databases, 2, (n) => ({ owner: 'app', contents: { schemas: schemasOf(n) } })),
  });
}

function named(word, count, width, value) {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => [padded(word, n, width), value(n)]));
}

/** One role over all of it; every scope on a line of its own. */
export function planYaml({ databases }) {
  const scopes = Object.keys(named('db', databases, 2, () => null));
  const lines = [
    'items:',
    '- resource_name: bench',
    '  type: managed',
    '  role: analyst',
    '  privileges: [SELECT, INSERT]',
    '  scopes:',
    ...scopes.map((scope) => `  - ${scope}`),
  ];
  return `${lines.join('\n')}\n`;
}
