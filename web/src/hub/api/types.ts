// Generated from docs/schemas/hub.openapi.json: never edit.
// After a change of the hub's API:  ROLEWRIGHT_UPDATE=1 cargo test -p rolewright --test pure schemas
// and then:  cd web && npm run types

/**
 * An admin account.
 */
export interface AccountIn {
  password: string;
  /**
   * Logs in with it, and stores nothing.
   */
  test?: boolean;
  user: string;
}
/**
 * An admin account, and of which resource.
 */
export interface AccountOf {
  password: string;
  resource: string;
  user: string;
}
/**
 * An admin account.
 */
export interface AccountOut {
  /**
   * Whether the resource leads elsewhere now than where the account was tested: it is not sent there.
   */
  elsewhere: boolean;
  /**
   * `stored`, `command`, `pgpass` or `none`.
   */
  password_from: string;
  user: string;
}
/**
 * Admin accounts.
 */
export interface Accounts {
  accounts: AccountOf[];
  /**
   * Logs in with them, and stores nothing.
   */
  test?: boolean;
}
/**
 * A process that reaches resources.
 */
export interface Agent {
  /**
   * What resources name it by.
   */
  name: string;
  /**
   * Whether it can be given work.
   */
  online: boolean;
  version: string;
}
/**
 * All agents.
 */
export interface Agents {
  agents: Agent[];
}
/**
 * Which plans somebody else has to approve before they are applied.
 */
export interface Approval {
  /**
   * `nothing`, `destructive` or `everything`.
   */
  plans: string;
}
/**
 * What somebody said about a plan.
 */
export interface ApprovalOut {
  at: string;
  note: string;
  /**
   * `approved` or `refused`.
   */
  verdict: string;
  who: string;
}
/**
 * What was said about a plan.
 */
export interface Approvals {
  /**
   * Oldest first.
   */
  approvals: ApprovalOut[];
  /**
   * Whether it has to be approved before it is applied, and is not.
   */
  needed: boolean;
}
/**
 * Something that somebody asked for, and what became of it.
 */
export interface AttemptOut {
  address: string;
  at: string;
  method: string;
  /**
   * Its place in the order.
   */
  number: number;
  path: string;
  /**
   * The code of the problem; empty where it was done.
   */
  problem: string;
  status: number;
  via: string;
  /**
   * The user's name, or the one that was given to log in.
   */
  who?: string | null;
}
/**
 * Attempts, newest first.
 */
export interface Attempts {
  attempts: AttemptOut[];
}
/**
 * A field that changes.
 */
export interface Change {
  field: string;
  new?: string | null;
  old?: string | null;
}
/**
 * What is to change of a resource.
 */
export interface ChangeResource {
  /**
   * `local`.
   */
  agent?: string | null;
  /**
   * An admin's yes, or no, to an address of the hub's own machine or network.
   */
  allow_near?: boolean | null;
  host?: string | null;
  port?: number | null;
}
/**
 * What is to change of somebody.
 */
export interface ChangeUser {
  /**
   * `viewer`, `operator`, `approver` or `admin`.
   */
  access?: string | null;
  /**
   * Whether they may not log in.
   */
  disabled?: boolean | null;
}
/**
 * How many resources are how far.
 */
export interface Counts {
  /**
   * Those that have both.
   */
  configured: number;
  /**
   * All.
   */
  inventory: number;
  /**
   * Those that need an admin account.
   */
  manage: number;
  /**
   * Those that need roles.
   */
  provision: number;
}
/**
 * A file of resources to add or change.
 */
export interface ImportIn {
  /**
   * An admin's yes to addresses of the hub's own machine or network.
   */
  allow_near?: boolean;
  /**
   * `name,type,host,port`, as in a file.
   */
  csv: string;
  /**
   * Says what would become of each row, and stores nothing.
   */
  dry_run?: boolean;
  /**
   * Lines that are left out.
   */
  skip?: number[];
}
/**
 * What became of each row.
 */
export interface Imported {
  rows: RowOut[];
  /**
   * How many were stored.
   */
  stored: number;
}
/**
 * A row, and what became of it.
 */
export interface RowOut {
  changes: Change[];
  /**
   * Of the file, or the place in the list from 2 on, as in a file with a header.
   */
  line: number;
  /**
   * Why, and what to do.
   */
  message: string;
  name: string;
  /**
   * `new`, `updated`, `unchanged`, `invalid`, `duplicate`, `conflict`, or `skipped`.
   */
  status: string;
}
/**
 * One thing that a job does.
 */
export interface ItemOut {
  finished_at?: string | null;
  /**
   * The role's label, or empty.
   */
  label: string;
  /**
   * One line for people.
   */
  message: string;
  /**
   * Its place in the job, from 1.
   */
  number: number;
  resource: string;
  /**
   * What came of it; what is in there depends on the kind of job.
   */
  result?: {} | null;
  /**
   * The session that has it on record.
   */
  sid?: string | null;
  started_at?: string | null;
  /**
   * `pending`, `running`, or how it ended: `in-sync`, `out-of-sync`, `success`, `skipped`, `stale`,
   * `failed`, `cancelled`.
   */
  state: string;
}
/**
 * Items of a job, in their order.
 */
export interface Items {
  items: ItemOut[];
}
/**
 * A job, and how far it is.
 */
export interface JobOut {
  /**
   * Who asked for it.
   */
  asked_by: string;
  cancelled_by?: string | null;
  created_at: string;
  finished_at?: string | null;
  id: string;
  /**
   * `plan`, `apply` or `health`.
   */
  kind: string;
  /**
   * `running`, `finished` or `cancelled`.
   */
  state: string;
  /**
   * How many of its items are in each state.
   */
  states: {
    [k: string]: number;
  };
}
/**
 * Jobs, newest first.
 */
export interface Jobs {
  jobs: JobOut[];
}
/**
 * What was last done with a resource.
 */
export interface LastSession {
  at: string;
  kind: string;
  sid: string;
  status: string;
}
/**
 * A link, and the password that it sets.
 */
export interface LinkAndPassword {
  /**
   * What stands behind the `#` of the link.
   */
  link: string;
  /**
   * 12 to 512 characters.
   */
  password: string;
}
/**
 * A link that is good for one use.
 */
export interface LinkValue {
  /**
   * What stands behind the `#` of the link.
   */
  link: string;
}
/**
 * Whose password a link sets.
 */
export interface Linked {
  access: string;
  expires_at: string;
  name: string;
}
/**
 * Who somebody is.
 */
export interface Me {
  /**
   * What they may do this way: `viewer`, `operator`, `approver` or `admin`.
   */
  access: string;
  /**
   * What requests of a browser that change something carry as `X-CSRF-Token`.
   */
  csrf_token?: string | null;
  /**
   * Their name.
   */
  name: string;
  /**
   * The hub's version.
   */
  version: string;
  /**
   * How they showed who they are.
   */
  via: string;
}
/**
 * A name and its password.
 */
export interface NameAndPassword {
  name: string;
  password: string;
}
/**
 * Plans to apply.
 */
export interface NewApplies {
  /**
   * A person's word that so many of them have something destructive in them.
   */
  destructive?: number;
  plans: PlanToApply[];
}
/**
 * A plan to apply.
 */
export interface PlanToApply {
  /**
   * A person's word that a role may be taken over that was never made here.
   */
  adopt?: boolean;
  /**
   * The plan's session.
   */
  sid: string;
}
/**
 * Roles to plan.
 */
export interface NewPlans {
  /**
   * As the items of a plan.yaml: `resource_name`, `type`, `role`, `scopes`, `privileges`, …
   */
  items: {}[];
}
/**
 * Resources to add or change.
 */
export interface NewResources {
  /**
   * An admin's yes to addresses of the hub's own machine or network.
   */
  allow_near?: boolean;
  /**
   * Says what would become of each row, and stores nothing.
   */
  dry_run?: boolean;
  resources: ResourceIn[];
  /**
   * Lines that are left out.
   */
  skip?: number[];
}
/**
 * A resource as it is written.
 */
export interface ResourceIn {
  /**
   * Host name or address.
   */
  host: string;
  name: string;
  /**
   * 1 to 65535; 5432 unless said otherwise.
   */
  port?: number;
  /**
   * `PostgreSQL`.
   */
  type?: string;
}
/**
 * A new token.
 */
export interface NewToken {
  token: TokenOut;
  /**
   * The token itself; shown this once.
   */
  value: string;
}
/**
 * A token, without what lets in.
 */
export interface TokenOut {
  /**
   * At most what its user may.
   */
  access: string;
  created_at: string;
  expires_at: string;
  id: string;
  last_used_at?: string | null;
  name: string;
  revoked_at?: string | null;
  /**
   * The id of the user whose it is.
   */
  user: string;
}
/**
 * A token that is to be.
 */
export interface NewTokenIn {
  /**
   * At most one's own.
   */
  access: string;
  /**
   * How many days it is good for: 1 to 366.
   */
  days: number;
  /**
   * What it is for, in words.
   */
  name: string;
}
/**
 * A user who is to be.
 */
export interface NewUserIn {
  /**
   * `viewer`, `operator`, `approver` or `admin`.
   */
  access: string;
  /**
   * As they type it to log in: letters, digits and `.-_@`.
   */
  name: string;
}
/**
 * What became of one of them.
 */
export interface Outcome {
  /**
   * Why it failed, and what to do.
   */
  message: string;
  resource: string;
  seen?: Seen | null;
  /**
   * `stored`, `let-in` (it was tested only), or `failed`.
   */
  status: string;
  user: string;
}
/**
 * What was seen with an account.
 */
export interface Seen {
  /**
   * Until connected, logged in and set up, in milliseconds.
   */
  connect_ms: number;
  /**
   * A query there and back, in milliseconds.
   */
  latency_ms: number;
  /**
   * `15.18`
   */
  server_version: string;
  /**
   * A standby can be read, not provisioned.
   */
  standby: boolean;
  /**
   * Whether the connection is encrypted.
   */
  tls: boolean;
  /**
   * The user that the server knows the account by.
   */
  user: string;
}
/**
 * What became of each, in their order.
 */
export interface Outcomes {
  outcomes: Outcome[];
}
/**
 * A new password of one's own.
 */
export interface OwnPassword {
  /**
   * The one of before.
   */
  current: string;
  /**
   * 12 to 512 characters.
   */
  new: string;
}
/**
 * A password, for whoever the role is for.
 */
export interface Password {
  made_at: string;
  /**
   * Why it could not be compared with what the server holds; absent where it is what that holds.
   */
  not_compared?: string | null;
  password: string;
  resource: string;
  /**
   * The role that logs in with it.
   */
  role_name: string;
  /**
   * The session that says that it was shown.
   */
  sid: string;
}
/**
 * An error as it is answered with.
 */
export interface Problem {
  /**
   * The code, for programs: `not-found`.
   */
  code: string;
  /**
   * What is wrong.
   */
  detail: string;
  /**
   * What to do about it.
   */
  remedy?: string | null;
  /**
   * The status of the answer.
   */
  status: number;
  /**
   * The same in words.
   */
  title: string;
  /**
   * `urn:rolewright:problem:` and the code.
   */
  type: string;
}
/**
 * A resource, and how far it is.
 */
export interface ResourceOut {
  account?: AccountOut | null;
  /**
   * The agent that reaches it.
   */
  agent: string;
  created_at: string;
  host: string;
  last_session?: LastSession | null;
  name: string;
  /**
   * The admin who allowed an address of the hub's own machine or network.
   */
  near_allowed_by?: string | null;
  port: number;
  /**
   * How many roles the hub has made on it.
   */
  roles: number;
  /**
   * `manage` (it needs an admin account), `provision` (it needs roles) or `configured`.
   */
  setup: string;
  type: string;
  updated_at: string;
}
/**
 * A page of the inventory.
 */
export interface Resources {
  /**
   * Of all with the text, whatever else was asked for.
   */
  counts: Counts;
  /**
   * What `cursor` is for the next page; absent on the last.
   */
  next?: string | null;
  resources: ResourceOut[];
}
/**
 * How many are done again.
 */
export interface Retried {
  items: number;
}
/**
 * Which items are done again.
 */
export interface Retry {
  /**
   * Their numbers; without any, all that failed or were cancelled.
   */
  numbers?: number[];
}
/**
 * Somebody's word.
 */
export interface Said {
  /**
   * Why.
   */
  note?: string;
  /**
   * `approved` or `refused`.
   */
  verdict: string;
}
/**
 * A session.
 */
export interface SessionOut {
  by: string;
  /**
   * For a plan, until when it may be applied.
   */
  expires_at?: string | null;
  finished_at?: string | null;
  /**
   * `plan`, `apply` or `reveal`.
   */
  kind: string;
  message: string;
  /**
   * For an apply, the plan that it applied.
   */
  plan_sid?: string | null;
  resource: string;
  role_label: string;
  role_name: string;
  sid: string;
  started_at: string;
  /**
   * `running`, `in-sync`, `out-of-sync`, `success`, `skipped`, `stale`, `failed`.
   */
  status: string;
}
/**
 * Sessions, newest first.
 */
export interface Sessions {
  /**
   * What `cursor` is for the next page; absent on the last.
   */
  next?: string | null;
  sessions: SessionOut[];
}
/**
 * Resources to look at.
 */
export interface ToLookAt {
  resources: string[];
}
/**
 * Tokens, newest first.
 */
export interface Tokens {
  tokens: TokenOut[];
}
/**
 * A user.
 */
export interface UserOut {
  /**
   * `viewer`, `operator`, `approver` or `admin`.
   */
  access: string;
  created_at: string;
  /**
   * Whether they may not log in.
   */
  disabled: boolean;
  /**
   * Whether they can log in with a password.
   */
  has_password: boolean;
  id: string;
  /**
   * The OIDC provider that they log in with.
   */
  issuer?: string | null;
  name: string;
  updated_at: string;
}
/**
 * All users, by name.
 */
export interface Users {
  users: UserOut[];
}
/**
 * A session, whole.
 */
export interface WholeSession {
  /**
   * The account that looked at the cluster.
   */
  admin_account?: string | null;
  /**
   * The session document, YAML.
   */
  document?: string | null;
  /**
   * The host that it was done from.
   */
  host?: string | null;
  /**
   * What the chain of the record says of it.
   */
  proof: string;
  /**
   * Whether it is what was recorded.
   */
  proved: boolean;
  session: SessionOut;
}
/**
 * A user, and the link with which they set their password.
 */
export interface WithLink {
  expires_at: string;
  /**
   * What stands behind the `#` of `/welcome#…`; shown this once, good for one use.
   */
  link: string;
  user: UserOut;
}
