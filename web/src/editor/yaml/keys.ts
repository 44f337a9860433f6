/** The keys of an item: what each is for, and the values that are words. */
export const KEYS: { key: string; detail: string; values?: string[]; list?: boolean }[] = [
  { key: 'resource_name', detail: 'the cluster, as in the inventory' },
  { key: 'type', detail: 'managed or external', values: ['managed', 'external'] },
  { key: 'role', detail: 'a short label: ro, rw' },
  { key: 'scopes', detail: 'databases, or database.schema', list: true },
  { key: 'privileges', detail: 'SELECT, INSERT, …, or ALL', list: true },
  { key: 'source_role', detail: 'external: the role it inherits from' },
  { key: 'rotate_password', detail: 'a new password with this plan', values: ['true', 'false'] },
  {
    key: 'mode',
    detail: 'authoritative, or additive: revoke nothing',
    values: ['authoritative', 'additive'],
  },
  { key: 'connection_limit', detail: 'connections at once; -1 is no limit' },
  { key: 'valid_until', detail: 'when the password expires' },
];
