// Generated from the planner's types (planner/examples/browser_types.rs): never edit.
// After a change there:  cd web && npm run types

/**
 * How far it reaches.
 */
export type Access = 'no' | 'partly' | 'yes';
/**
 * From what to what.
 */
export type Change = 'gained' | 'lost' | 'changed' | 'kept';
/**
 * A role, as in `pg_roles.rolname`.
 */
export type RoleName = string;
/**
 * What gives somebody a privilege, in the end.
 */
export type By = 'entry' | 'owner' | 'public' | 'predefined' | 'superuser' | 'column';
/**
 * What a finding is about; the words are stable.
 */
export type Code =
  | 'admin-cannot-alter'
  | 'admin-cannot-create'
  | 'admin-itself'
  | 'broken-report'
  | 'database-closed'
  | 'database-invalid'
  | 'database-name'
  | 'database-unreachable'
  | 'database-unread'
  | 'invalid-item'
  | 'login-holdings'
  | 'login-leaving'
  | 'login-left'
  | 'logins-both'
  | 'logins-unclear'
  | 'not-planned'
  | 'not-read'
  | 'old-snapshot'
  | 'owner'
  | 'privilege-version'
  | 'provider-membership'
  | 'public-access'
  | 'public-create'
  | 'sequence-usage'
  | 'source-role'
  | 'superuser-source'
  | 'unknown-database'
  | 'unknown-schema'
  | 'unplanned-privileges'
  | 'unsatisfiable';
/**
 * A database, as in `pg_database.datname`.
 */
export type DatabaseName = string;
/**
 * A schema, as in `pg_namespace.nspname`.
 */
export type SchemaName = string;
/**
 * Whether a managed role loses what is not desired.
 */
export type Mode = 'authoritative' | 'additive';
/**
 * A privilege, in any case, or ALL; `ON SEQUENCES` or `ON TABLES` after it names one kind.
 */
export type PrivilegeWord = string;
/**
 * A resource of the inventory: one PostgreSQL cluster endpoint.
 */
export type ResourceName = string;
/**
 * `database` or `database.schema`; parts may be quoted as in SQL.
 */
export type Scope = string;
/**
 * `managed` (we own its grants) or `external` (inherits from `source_role`).
 */
export type RoleType = 'managed' | 'external';
/**
 * How much a note matters.
 */
export type Severity = 'info' | 'warning' | 'error';
/**
 * What can go wrong if the step was not meant.
 */
export type Risk = 'grants' | 'revokes' | 'credentials' | 'destructive';
/**
 * Order of execution is the order of the variants.
 */
export type Phase =
  | 'role'
  | 'attributes'
  | 'memberships'
  | 'logins'
  | 'password'
  | 'shared_revokes'
  | 'connect'
  | 'usage'
  | 'grant'
  | 'revoke'
  | 'revoke_usage'
  | 'revoke_connect';
/**
 * What a plan does to an edge.
 */
export type EdgeChange = 'kept' | 'added' | 'removed';
/**
 * What an edge stands for.
 */
export type EdgeKind = 'membership' | 'privileges';
/**
 * What a node stands for.
 */
export type NodeKind = 'role' | 'database' | 'schema';
/**
 * Whether there is something to do.
 */
export type PlanStatus = 'in-sync' | 'out-of-sync';

/**
 * One object's answer.
 */
export interface Answer {
  /**
   * How far it reaches.
   */
  access: Access;
  /**
   * `db.schema.relation`
   */
  object: string;
  /**
   * Through what, or what is missing.
   */
  why: string;
}
/**
 * The answers, in byte order of the objects.
 */
export interface Answers {
  /**
   * The first 200.
   */
  answers: Answer[];
  /**
   * How many there are beyond those listed.
   */
  more: number;
}
/**
 * One attribute.
 */
export interface AttributeChange {
  /**
   * The same once the plan is applied.
   */
  after?: string | null;
  /**
   * `NOSUPERUSER`; absent where there is no such role.
   */
  before?: string | null;
  /**
   * See [`Change`].
   */
  change: Change;
  /**
   * Whoever has it passes over privileges, or can hand itself more.
   */
  grave: boolean;
  /**
   * `SUPERUSER`
   */
  name: string;
  /**
   * Whose.
   */
  of: RoleName;
}
/**
 * Which cluster the plan is for.
 */
export interface Cluster {
  /**
   * `15.18`.
   */
  server_version: string;
  /**
   * `pg_control_system().system_identifier`.
   */
  system_identifier: string;
}
/**
 * Columns with an entry of the role's own.
 */
export interface ColumnGrants {
  /**
   * Once the plan is applied.
   */
  after: number;
  /**
   * Now.
   */
  before: number;
}
/**
 * A destructive statement.
 */
export interface Danger {
  /**
   * As a line of the SQL text has it.
   */
  sql: string;
  /**
   * What it does to the role: `loses SUPERUSER`.
   */
  what: string;
}
/**
 * A database and its schemas, each as a scope spells it.
 */
export interface DatabaseNames {
  /**
   * Its name.
   */
  name: DatabaseName;
  /**
   * Its schemas that a scope can name.
   */
  schemas: SchemaName[];
}
/**
 * A database at a glance.
 */
export interface DatabaseSummary {
  /**
   * Its name.
   */
  name: DatabaseName;
  /**
   * Its owner.
   */
  owner: RoleName;
  /**
   * False where its contents are not in the snapshot.
   */
  read: boolean;
  /**
   * How many relations of each kind.
   */
  relations: RelationCount[];
  /**
   * How many schemas.
   */
  schemas: number;
  /**
   * Why it could not be read, where that was tried.
   */
  unreachable?: string | null;
}
/**
 * Relations of one kind.
 */
export interface RelationCount {
  /**
   * How many.
   */
  count: number;
  /**
   * In words: `materialized view`.
   */
  kind: string;
}
/**
 * Desired roles as far as they could be read: the sound items, and what is wrong with the others.
 */
export interface Desired {
  /**
   * In the text's order.
   */
  items: DesiredItem[];
  /**
   * In the text's order.
   */
  problems: Problem[];
}
/**
 * One sound item.
 */
export interface DesiredItem {
  /**
   * As written.
   */
  item: Item;
  /**
   * Where it begins in the text, from 1; only for CSV.
   */
  line?: number | null;
  /**
   * From 1: the item of the YAML, the row of the CSV.
   */
  number: number;
  /**
   * Its name in PostgreSQL.
   */
  role_name: RoleName;
}
/**
 * One desired role as written. Keys beyond the reference document's are optional.
 */
export interface Item {
  /**
   * connections at once; -1 is no limit
   */
  connection_limit?: number | null;
  /**
   * 1, or 2 that are used in turn: a password changes without an outage (managed roles only)
   */
  logins?: number | null;
  /**
   * authoritative, or additive: revoke nothing (managed roles only)
   */
  mode?: Mode | null;
  /**
   * SELECT, INSERT, …, or ALL; none at all leaves CONNECT and USAGE (managed roles only)
   */
  privileges?: PrivilegeWord[] | null;
  /**
   * the cluster, as in the inventory
   */
  resource_name: ResourceName;
  /**
   * how long the login before keeps working, such as 24h or 7d (managed roles only)
   */
  retire_after?: string | null;
  /**
   * a short label: ro, rw
   */
  role: string;
  /**
   * a new password with this plan
   */
  rotate_password?: boolean;
  /**
   * databases, or database.schema (managed roles only)
   */
  scopes?: Scope[] | null;
  /**
   * the role it inherits from (external roles only)
   */
  source_role?: RoleName | null;
  /**
   * managed or external
   */
  type: RoleType & string;
  /**
   * when the password expires, such as 2027-01-31T00:00:00Z; or infinity
   */
  valid_until?: string | null;
}
/**
 * What is wrong with a text, and where.
 */
export interface Problem {
  /**
   * Of the line, in characters, from 1.
   */
  column?: number | null;
  /**
   * The number of the item (YAML), from 1.
   */
  item?: number | null;
  /**
   * The key or CSV column at fault, as plan.yaml spells it: `privileges`.
   */
  key?: string | null;
  /**
   * From 1.
   */
  line?: number | null;
  /**
   * What is wrong and what to do.
   */
  message: string;
  /**
   * The message without the place, for a view that shows the place in its own way; absent where
   * the message names none.
   */
  reason?: string | null;
}
/**
 * A plan in detail: what is asked for when somebody looks, as it reads every object in scope.
 */
export interface Details {
  /**
   * What the plan leaves alone and a reader should know.
   */
  advice: Note[];
  /**
   * What changes, by scope and privilege.
   */
  matrix: Matrix;
  /**
   * What changes of the role itself.
   */
  role: RoleChanges;
  /**
   * Who gains and loses what: one sentence, in pieces.
   */
  sentence: Piece[];
  /**
   * SHA-256 of the facts the plan was made from.
   */
  state_checksum: string;
  /**
   * The statements with reason and risk, in order of execution.
   */
  steps: StepRecord[];
  /**
   * What is destructive about that.
   */
  undo_dangers: Danger[];
  /**
   * The way back.
   */
  undo_sql: string;
}
/**
 * One finding: what, about which object, and what to do.
 */
export interface Note {
  /**
   * See [`Code`].
   */
  code: Code;
  /**
   * One sentence that says what to do about it; may be empty.
   */
  help?: string;
  /**
   * One sentence that says what is the case.
   */
  message: string;
  /**
   * See [`Severity`].
   */
  severity: Severity;
  /**
   * The object: `analytics.public`, or a role name.
   */
  subject: string;
}
/**
 * What changes: a row for each database and schema that is in scope or where the role holds
 * something of its own.
 */
export interface Matrix {
  /**
   * The privileges that occur, doors first: CONNECT, …, USAGE, SELECT, …
   */
  privileges: string[];
  /**
   * Databases in byte order, each before its schemas.
   */
  rows: MatrixRow[];
}
/**
 * One database, or one schema with its relations.
 */
export interface MatrixRow {
  /**
   * As long as `privileges`; null where the object does not take the privilege.
   */
  cells: (MatrixCell | null)[];
  /**
   * On how many columns the role holds something of its own; absent where on none.
   */
  columns?: ColumnGrants | null;
  /**
   * Its database.
   */
  database: DatabaseName;
  /**
   * A scope of the item covers it.
   */
  in_scope: boolean;
  /**
   * Absent: the row is about the database, or about the schema and its tables; else about this
   * kind of object in the schema, in words.
   */
  kind?: string | null;
  /**
   * Tables in the schema, or objects of the row's kind.
   */
  relations: number;
  /**
   * Absent: the row is about the database itself.
   */
  schema?: SchemaName | null;
}
/**
 * One privilege on one row's objects.
 */
export interface MatrixCell {
  /**
   * Once the plan is applied.
   */
  after: Holding;
  /**
   * Now.
   */
  before: Holding;
  /**
   * Asked for by the item.
   */
  desired: boolean;
}
/**
 * How far a privilege is held.
 */
export interface Holding {
  /**
   * On how many objects by entries of the role's own.
   */
  direct: number;
  /**
   * Of how many: 1 for a database or a schema itself, else the objects that the row is about.
   */
  of: number;
  /**
   * Other ways it reaches at least one of them: `PUBLIC`, `role x`, `owner`, `superuser`.
   */
  via: string[];
}
/**
 * What a role is and whose it is, before and after; of its two logins too, where it has any.
 */
export interface RoleChanges {
  /**
   * Role by role, those that pass over privileges first.
   */
  attributes: AttributeChange[];
  /**
   * Member by member, in byte order of the roles they are in.
   */
  memberships: MembershipChange[];
  /**
   * The statements, from 1, that are neither above nor in a cell of the matrix.
   */
  others: number[];
}
/**
 * A membership, whoever granted it.
 */
export interface MembershipChange {
  /**
   * The same once the plan is applied.
   */
  after?: string | null;
  /**
   * `ADMIN, INHERIT, SET`; absent where it is not a member.
   */
  before?: string | null;
  /**
   * What it carries that no grant on an object does: `writes every table`.
   */
  carries?: string | null;
  /**
   * See [`Change`].
   */
  change: Change;
  /**
   * Who is in.
   */
  member: RoleName;
  /**
   * The role it is in.
   */
  role: RoleName;
}
/**
 * A part of the sentence.
 */
export interface Piece {
  /**
   * Where they are about something of this risk that must not be read over.
   */
  risk?: Risk | null;
  /**
   * The words, with the spaces around them.
   */
  text: string;
}
/**
 * One step as it stands in the document; `result` is filled by an apply.
 */
export interface StepRecord {
  /**
   * The role it runs as, where not the admin account.
   */
  acting_as?: RoleName | null;
  /**
   * The database it runs in; absent is the maintenance database.
   */
  database?: DatabaseName | null;
  /**
   * See [`Phase`].
   */
  phase: Phase;
  /**
   * Why.
   */
  reason: string;
  /**
   * What came of it, in an apply's record.
   */
  result?: string | null;
  /**
   * See [`Risk`].
   */
  risk: Risk;
  /**
   * One statement, placeholder instead of a password.
   */
  sql: string;
  /**
   * Microseconds from the answer before it, or from when its flight was sent, to its own, in an
   * apply's record.
   */
  took_us?: number | null;
}
/**
 * What is called something like that.
 */
export interface Found {
  /**
   * There are more.
   */
  more: boolean;
  /**
   * Databases and schemas before what stands in them, each in byte order.
   */
  objects: FoundObject[];
}
/**
 * A database, a schema or a relation.
 */
export interface FoundObject {
  /**
   * In words: `materialized view`.
   */
  kind: string;
  /**
   * `db.schema.relation`
   */
  path: string;
}
/**
 * Roles, databases and schemas around one role.
 */
export interface Graph {
  /**
   * Between nodes that are there.
   */
  edges: GraphEdge[];
  /**
   * Each once.
   */
  nodes: GraphNode[];
}
/**
 * A membership, or privileges.
 */
export interface GraphEdge {
  /**
   * See [`EdgeChange`].
   */
  change: EdgeChange;
  /**
   * A node's id.
   */
  from: string;
  /**
   * See [`EdgeKind`].
   */
  kind: EdgeKind;
  /**
   * `INSERT, SELECT (3 of 4)`, or a membership's options.
   */
  label: string;
  /**
   * A node's id.
   */
  to: string;
}
/**
 * A role, a database or a schema.
 */
export interface GraphNode {
  /**
   * Of a role: `login`, `superuser`, …; with `+ ` or `− ` where the plan gives it or takes it away.
   */
  attributes: string[];
  /**
   * `role:x`, `database:x`, `schema:x.y`
   */
  id: string;
  /**
   * See [`NodeKind`].
   */
  kind: NodeKind;
  /**
   * The name, for people.
   */
  label: string;
  /**
   * The role that is planned.
   */
  planned: boolean;
}
/**
 * What completion offers.
 */
export interface Names {
  /**
   * Every database with its schemas.
   */
  databases: DatabaseNames[];
  /**
   * The privileges that an item can ask for on this server, and ALL.
   */
  privileges: string[];
  /**
   * Every role.
   */
  roles: RoleName[];
}
/**
 * Why no plan can be made.
 */
export interface PlanFailure {
  /**
   * At least one.
   */
  notes: Note[];
  /**
   * `analytics/ro`
   */
  role: string;
  /**
   * Its name in PostgreSQL.
   */
  role_name: RoleName;
}
/**
 * A plan at a glance.
 */
export interface PlanSummary {
  /**
   * The destructive ones, in order of execution: few, and nobody should have to look for them.
   */
  dangers: Danger[];
  /**
   * The resource it is for.
   */
  resource: ResourceName;
  /**
   * How many of each risk.
   */
  risks: Risks;
  /**
   * `analytics/ro`
   */
  role: string;
  /**
   * Its name in PostgreSQL.
   */
  role_name: RoleName;
  /**
   * SHA-256 of the SQL text.
   */
  sql_plan_checksum: string;
  /**
   * How many statements.
   */
  statements: number;
  /**
   * See [`PlanStatus`].
   */
  status: PlanStatus;
}
/**
 * Statements by risk.
 */
export interface Risks {
  credentials: number;
  destructive: number;
  grants: number;
  revokes: number;
}
/**
 * What a plan was made on: which cluster, how it was then, and when.
 */
export interface PlannedOn {
  /**
   * The resource that the snapshot was taken of, where it says so.
   */
  resource?: ResourceName | null;
  /**
   * `15.18`
   */
  server_version: string;
  /**
   * `pg_control_system().system_identifier`
   */
  system_identifier: string;
  /**
   * RFC 3339, UTC.
   */
  taken_at?: string | null;
  /**
   * The role that the plan acts as.
   */
  taken_by: RoleName;
}
/**
 * May a role do something with the objects of a pattern?
 */
export interface Question {
  /**
   * `db`, `db.schema` or `db.schema.relation`; `*` for every schema or relation.
   */
  object: string;
  /**
   * `SELECT`
   */
  privilege: string;
  /**
   * A role's name.
   */
  role: string;
}
/**
 * Who reaches an object.
 */
export interface Reach {
  /**
   * In words: `materialized view`.
   */
  kind: string;
  /**
   * How many there are beyond those listed.
   */
  more: number;
  /**
   * Its owner.
   */
  owner: RoleName;
  /**
   * PUBLIC first, then the roles in byte order; only those that have a way of their own.
   */
  roles: Reacher[];
}
/**
 * A role with what it reaches.
 */
export interface Reacher {
  /**
   * As [`super::GraphNode::attributes`].
   */
  attributes: string[];
  /**
   * Absent: PUBLIC, that is everybody.
   */
  role?: RoleName | null;
  /**
   * At least one.
   */
  ways: ReachWay[];
}
/**
 * One way to an object.
 */
export interface ReachWay {
  /**
   * How far: `no` where it holds something that is of no use to it.
   */
  access: Access;
  /**
   * See [`By`].
   */
  by: By;
  /**
   * What the plan does to it.
   */
  change: EdgeChange;
  /**
   * What is reached by it: `SELECT`, …
   */
  privileges: string[];
  /**
   * The memberships that are followed, up to the role that `by` is about; none: the role itself.
   */
  through: RoleName[];
  /**
   * What is missing, or has to be done first; empty where nothing is.
   */
  why: string;
}
/**
 * The plans of one run.
 */
export interface Report {
  /**
   * RFC 3339, UTC.
   */
  created_at: string;
  /**
   * [`FORMAT`].
   */
  format: string;
  /**
   * [`VERSION`].
   */
  planner_version: string;
  /**
   * In the order they were asked for.
   */
  reviews: Review[];
}
/**
 * One role: its plan, or why there is none.
 */
export interface Review {
  /**
   * Which cluster.
   */
  cluster?: Cluster | null;
  /**
   * Where there is a plan.
   */
  details?: Details | null;
  /**
   * The session document, YAML; empty where there is no plan.
   */
  document: string;
  /**
   * Where there is none.
   */
  failure?: PlanFailure | null;
  /**
   * The snapshot of it.
   */
  on?: PlannedOn | null;
  /**
   * The SQL text; empty where there is no plan.
   */
  sql: string;
  /**
   * Where there is a plan.
   */
  summary?: PlanSummary | null;
}
/**
 * A snapshot at a glance.
 */
export interface SnapshotSummary {
  /**
   * Every database, in byte order.
   */
  databases: DatabaseSummary[];
  /**
   * How many memberships.
   */
  memberships: number;
  /**
   * The resource it was taken of, where it says so.
   */
  resource?: ResourceName | null;
  /**
   * How many roles the cluster has.
   */
  roles: number;
  /**
   * `15.18`
   */
  server_version: string;
  /**
   * `pg_control_system().system_identifier`
   */
  system_identifier: string;
  /**
   * RFC 3339, UTC.
   */
  taken_at?: string | null;
  /**
   * The role that took it, and that a plan will act as.
   */
  taken_by: RoleName;
  /**
   * What went wrong when it was taken.
   */
  warnings: Note[];
}
/**
 * A roles CSV as cells, sound or not.
 */
export interface Table {
  /**
   * As the format spells them, in the file's order; none where the file as a whole cannot be read.
   */
  columns: string[];
  /**
   * What is wrong, by line and key.
   */
  problems: Problem[];
  /**
   * Every row that is not blank.
   */
  rows: TableRow[];
}
/**
 * One row, as long as it was written.
 */
export interface TableRow {
  /**
   * Without the blanks around them.
   */
  cells: string[];
  /**
   * Where it begins, from 1.
   */
  line: number;
}
