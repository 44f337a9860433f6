/** Columns of a roles CSV in the format's order. */
export const COLUMNS = ['resource_name', 'type', 'role', 'scopes', 'permissions', 'source_role'] as const;
export const OPTIONAL = ['rotate_password', 'mode', 'connection_limit', 'valid_until'] as const;
export type Column = (typeof COLUMNS)[number] | (typeof OPTIONAL)[number];
export const ALL_COLUMNS: readonly Column[] = [...COLUMNS, ...OPTIONAL];

export const LABELS: Record<Column, string> = {
  resource_name: 'Resource',
  type: 'Type',
  role: 'Role',
  scopes: 'Scopes',
  permissions: 'Privileges',
  source_role: 'Source role',
  rotate_password: 'Rotate password',
  mode: 'Mode',
  connection_limit: 'Connection limit',
  valid_until: 'Valid until',
};

/** plan.yaml spells one of them otherwise. */
export function columnOf(key: string | null | undefined): Column | undefined {
  const name = key === 'privileges' ? 'permissions' : key;
  return ALL_COLUMNS.find((column) => column === name);
}
