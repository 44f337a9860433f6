// Values as the planner would give them, made by hand: enough to show a part.
import type { LoadedSnapshot } from '../../src/engine/snapshots';
import type { ReviewSource } from '../../src/planner/review';
import type {
  DatabaseSummary,
  DesiredItem,
  Details,
  Graph,
  PlanSummary,
  Reach,
  ReachWay,
  SnapshotSummary,
  StepRecord,
} from '../../src/planner/types';

export const NO_RISKS = { grants: 0, revokes: 0, credentials: 0, destructive: 0 };

export function step(sql: string, more: Partial<StepRecord> = {}): StepRecord {
  return {
    sql,
    database: 'app',
    phase: 'privileges',
    reason: 'A scope asks for it.',
    risk: sql.startsWith('REVOKE') ? 'revokes' : 'grants',
    ...more,
  } as StepRecord;
}

export function details(more: Partial<Details> = {}): Details {
  return {
    advice: [],
    matrix: { privileges: [], rows: [] },
    role: { attributes: [], memberships: [], others: [] },
    sentence: [],
    state_checksum: '18ba4c7e',
    steps: [],
    undo_dangers: [],
    undo_sql: '',
    ...more,
  };
}

/** `role`: `analytics/ro` */
export function review(
  role: string,
  more: Partial<ReviewSource> & { risks?: Partial<PlanSummary['risks']> } = {},
): ReviewSource {
  const [resource = '', label = ''] = role.split('/');
  const { risks, ...rest } = more;
  const roleName = `hoopdev_${resource}_${label}_6075a443`;
  const sums = { ...NO_RISKS, ...risks };
  const statements = Object.values(sums).reduce((sum, n) => sum + n, 0);
  return {
    id: roleName,
    role,
    roleName,
    resource,
    status: statements > 0 ? 'out-of-sync' : 'in-sync',
    summary: {
      role,
      role_name: roleName,
      resource,
      risks: sums,
      dangers: [],
      statements,
      status: statements > 0 ? 'out-of-sync' : 'in-sync',
      sql_plan_checksum: 'c6da4a8c',
    },
    sql: '',
    details: () => Promise.resolve(details()),
    document: () => Promise.resolve('sid: 1\n'),
    ...rest,
  } as ReviewSource;
}

export function database(name: string, counts: Record<string, number> = {}): DatabaseSummary {
  const relations = Object.entries(counts).map(([kind, count]) => ({ kind, count }));
  return { name, owner: 'app_owner', read: true, schemas: 2, relations };
}

export function snapshot(
  id: string,
  more: Partial<LoadedSnapshot> = {},
  summary: Partial<SnapshotSummary> = {},
) {
  return {
    id,
    name: `${id}.json`,
    fingerprint: `fingerprint-${id}`,
    summary: {
      server_version: '17.2',
      system_identifier: '7300000000000000001',
      taken_by: 'postgres',
      roles: 12,
      memberships: 3,
      databases: [database('app', { table: 10 })],
      warnings: [],
      ...summary,
    },
    ...more,
  } as LoadedSnapshot;
}

export function item(role: string): DesiredItem {
  const [resource_name = '', label = ''] = role.split('/');
  return {
    number: 1,
    item: { resource_name, role: label, scopes: ['app'], privileges: ['SELECT'] },
    role_name: `hoopdev_${resource_name}_${label}_6075a443`,
  } as unknown as DesiredItem;
}

export function way(by: ReachWay['by'], through: string[] = [], more: Partial<ReachWay> = {}): ReachWay {
  return { privileges: ['SELECT'], by, through, access: 'yes', why: '', change: 'kept', ...more };
}

/** One table, reached in every way there is. */
export const REACH: Reach = {
  kind: 'table',
  owner: 'app_owner',
  more: 0,
  roles: [
    { attributes: [], ways: [way('public', [], { privileges: ['REFERENCES'] })] },
    { role: 'app_owner', attributes: [], ways: [way('owner', [], { privileges: ['DELETE', 'SELECT'] })] },
    { role: 'analyst', attributes: ['login'], ways: [way('entry', ['reporting', 'readers'])] },
    ...['ada', 'ben', 'cleo', 'dan', 'eve', 'fay', 'gil'].map((role) => ({
      role,
      attributes: ['login'],
      ways: [way('entry', ['readers'])],
    })),
    { role: 'backup', attributes: ['login'], ways: [way('predefined', ['pg_read_all_data'])] },
    {
      role: 'deploy',
      attributes: ['login'],
      ways: [
        way('owner', ['app_owner'], {
          access: 'partly',
          why: 'not as it stands, but after SET ROLE to `app_owner`',
        }),
      ],
    },
    {
      role: 'forgotten',
      attributes: [],
      ways: [way('entry', [], { access: 'no', why: 'no USAGE on schema app.public' })],
    },
    { role: 'hoopdev_app_ro_6075a443', attributes: ['login'], ways: [way('entry', [], { change: 'added' })] },
    { role: 'postgres', attributes: ['login', 'superuser'], ways: [way('superuser')] },
    { role: 'readers', attributes: [], ways: [way('entry')] },
    { role: 'reporting', attributes: [], ways: [way('entry', ['readers'])] },
    {
      role: 'stray',
      attributes: ['login'],
      ways: [way('entry', [], { privileges: ['INSERT'], change: 'removed' })],
    },
  ],
};

const ROLE = 'hoopdev_a_resource_with_a_long_name_readonly_of_everyt_6075a443';

const node = (kind: Graph['nodes'][number]['kind'], label: string, more = {}) =>
  ({
    id: `${kind}:${label}`,
    kind,
    label,
    planned: false,
    attributes: [],
    ...more,
  }) as Graph['nodes'][number];
const edge = (from: string, to: string, label: string, kind = 'privileges', change = 'kept') =>
  ({ from, to, label, kind, change }) as Graph['edges'][number];

/** A role with members and memberships, and names as long as they may be. */
export const GRAPH: Graph = {
  nodes: [
    node('role', ROLE, { planned: true, attributes: ['login', 'createdb', 'replication', 'bypassrls'] }),
    node('role', 'readers'),
    node('role', 'a_member_of_it'),
    node('database', 'app'),
    ...['audit', 'payroll', 'public', 'reporting_of_the_last_twelve_months'].map((name) =>
      node('schema', `app.${name}`),
    ),
  ],
  edges: [
    edge(`role:${ROLE}`, 'role:readers', 'member, no inherit', 'membership', 'added'),
    edge('role:a_member_of_it', `role:${ROLE}`, 'member', 'membership'),
    edge('role:a_member_of_it', 'role:readers', 'member, admin', 'membership', 'removed'),
    edge(`role:${ROLE}`, 'database:app', 'CONNECT', 'privileges', 'added'),
    edge(`role:${ROLE}`, 'schema:app.audit', 'USAGE, SELECT (3 of 12) → USAGE, SELECT'),
    edge(`role:${ROLE}`, 'schema:app.payroll', 'USAGE, SELECT', 'privileges', 'removed'),
    edge(`role:${ROLE}`, 'schema:app.public', 'USAGE, SELECT'),
    edge(`role:${ROLE}`, 'schema:app.reporting_of_the_last_twelve_months', 'USAGE'),
  ],
};
