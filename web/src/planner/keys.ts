// Generated from the planner's types (planner/examples/browser_types.rs): never edit.
// After a change there:  cd web && npm run types

/** The keys of an item, in the order of plan.yaml and of roles.csv. */
export const KEYS = [
  {"about":"the cluster, as in the inventory","added":false,"column":"resource_name","empty":"","key":"resource_name","list":false,"only":null,"title":"Resource","words":[]},
  {"about":"managed or external","added":false,"column":"type","empty":"","key":"type","list":false,"only":null,"title":"Type","words":["managed","external"]},
  {"about":"a short label: ro, rw","added":false,"column":"role","empty":"","key":"role","list":false,"only":null,"title":"Role","words":[]},
  {"about":"databases, or database.schema","added":false,"column":"scopes","empty":"","key":"scopes","list":true,"only":"managed","title":"Scopes","words":[]},
  {"about":"SELECT, INSERT, …, or ALL; none at all leaves CONNECT and USAGE","added":false,"column":"permissions","empty":"","key":"privileges","list":true,"only":"managed","title":"Privileges","words":[]},
  {"about":"the role it inherits from","added":false,"column":"source_role","empty":"","key":"source_role","list":false,"only":"external","title":"Source role","words":[]},
  {"about":"a new password with this plan","added":true,"column":"rotate_password","empty":"no","key":"rotate_password","list":false,"only":null,"title":"Rotate password","words":["true","false"]},
  {"about":"authoritative, or additive: revoke nothing","added":true,"column":"mode","empty":"authoritative","key":"mode","list":false,"only":"managed","title":"Mode","words":["authoritative","additive"]},
  {"about":"connections at once; -1 is no limit","added":true,"column":"connection_limit","empty":"unchanged","key":"connection_limit","list":false,"only":null,"title":"Connection limit","words":[]},
  {"about":"when the password expires, such as 2027-01-31T00:00:00Z; or infinity","added":true,"column":"valid_until","empty":"2027-01-31T00:00:00Z","key":"valid_until","list":false,"only":null,"title":"Valid until","words":[]},
  {"about":"1, or 2 that are used in turn: a password changes without an outage","added":true,"column":"logins","empty":"1","key":"logins","list":false,"only":"managed","title":"Logins","words":[]},
  {"about":"how long the login before keeps working, such as 24h or 7d","added":true,"column":"retire_after","empty":"24h","key":"retire_after","list":false,"only":"managed","title":"Retire after","words":[]},
] as const;

/** The key that a note of this code is about. */
export const NOTE_KEYS: Readonly<Record<string, string>> = {
  'admin-itself': 'role',
  'database-closed': 'scopes',
  'database-invalid': 'scopes',
  'database-name': 'scopes',
  'database-unread': 'scopes',
  'logins-unclear': 'logins',
  'privilege-version': 'privileges',
  'source-role': 'source_role',
  'superuser-source': 'source_role',
  'unknown-database': 'scopes',
  'unknown-schema': 'scopes',
};
