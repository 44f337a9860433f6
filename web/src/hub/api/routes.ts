// Generated from docs/schemas/hub.openapi.json: never edit.
// After a change of the hub's API:  ROLEWRIGHT_UPDATE=1 cargo test -p rolewright --test pure schemas
// and then:  cd web && npm run types
import type { AccountIn, Accounts, Agents, Approval, ApprovalOut, Approvals, Attempts, ChangeResource, ChangeUser, ImportIn, Imported, Items, JobOut, Jobs, LinkAndPassword, LinkValue, Linked, Me, NameAndPassword, NewApplies, NewPlans, NewResources, NewToken, NewTokenIn, NewUserIn, Outcomes, OwnPassword, Password, ResourceOut, Resources, Retried, Retry, Said, Seen, Sessions, ToLookAt, TokenOut, Tokens, UserOut, Users, WholeSession, WithLink } from './types';

/** What each route is given, and what it answers. */
export interface Routes {
  'POST /api/v1/accounts': {
    query: undefined;
    body: Accounts;
    answer: Outcomes;
  };
  'GET /api/v1/agents': {
    query: undefined;
    body: undefined;
    answer: Agents;
  };
  'POST /api/v1/applies': {
    query: undefined;
    body: NewApplies;
    answer: JobOut;
  };
  'GET /api/v1/attempts': {
    query: { before?: number; limit?: number };
    body: undefined;
    answer: Attempts;
  };
  'GET /api/v1/events': {
    query: { job?: string; after?: number };
    body: undefined;
    answer: undefined;
  };
  'POST /api/v1/health': {
    query: undefined;
    body: ToLookAt;
    answer: JobOut;
  };
  'GET /api/v1/jobs': {
    query: { before?: string; limit?: number };
    body: undefined;
    answer: Jobs;
  };
  'GET /api/v1/jobs/{id}': {
    query: undefined;
    body: undefined;
    answer: JobOut;
  };
  'POST /api/v1/jobs/{id}/cancel': {
    query: undefined;
    body: undefined;
    answer: JobOut;
  };
  'GET /api/v1/jobs/{id}/items': {
    query: { after?: number; state?: string; limit?: number };
    body: undefined;
    answer: Items;
  };
  'POST /api/v1/jobs/{id}/retry': {
    query: undefined;
    body: Retry;
    answer: Retried;
  };
  'POST /api/v1/links/look': {
    query: undefined;
    body: LinkValue;
    answer: Linked;
  };
  'POST /api/v1/links/redeem': {
    query: undefined;
    body: LinkAndPassword;
    answer: Me;
  };
  'POST /api/v1/login': {
    query: undefined;
    body: NameAndPassword;
    answer: Me;
  };
  'POST /api/v1/logout': {
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  'GET /api/v1/me': {
    query: undefined;
    body: undefined;
    answer: Me;
  };
  'PUT /api/v1/me/password': {
    query: undefined;
    body: OwnPassword;
    answer: undefined;
  };
  'POST /api/v1/plans': {
    query: undefined;
    body: NewPlans;
    answer: JobOut;
  };
  'GET /api/v1/plans/{sid}/approvals': {
    query: undefined;
    body: undefined;
    answer: Approvals;
  };
  'POST /api/v1/plans/{sid}/approvals': {
    query: undefined;
    body: Said;
    answer: ApprovalOut;
  };
  'GET /api/v1/plans/{sid}/review': {
    query: undefined;
    body: undefined;
    answer: unknown;
  };
  'GET /api/v1/policies/approval': {
    query: undefined;
    body: undefined;
    answer: Approval;
  };
  'PUT /api/v1/policies/approval': {
    query: undefined;
    body: Approval;
    answer: Approval;
  };
  'GET /api/v1/resources': {
    query: { q?: string; setup?: string; agent?: string; sort?: string; cursor?: string; limit?: number };
    body: undefined;
    answer: Resources;
  };
  'POST /api/v1/resources': {
    query: undefined;
    body: NewResources;
    answer: Imported;
  };
  'POST /api/v1/resources/import': {
    query: undefined;
    body: ImportIn;
    answer: Imported;
  };
  'GET /api/v1/resources/{name}': {
    query: undefined;
    body: undefined;
    answer: ResourceOut;
  };
  'PATCH /api/v1/resources/{name}': {
    query: undefined;
    body: ChangeResource;
    answer: ResourceOut;
  };
  'DELETE /api/v1/resources/{name}': {
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  'PUT /api/v1/resources/{name}/account': {
    query: undefined;
    body: AccountIn;
    answer: Seen;
  };
  'DELETE /api/v1/resources/{name}/account': {
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  'GET /api/v1/sessions': {
    query: { resource?: string; role?: string; kind?: string; status?: string; by?: string; from?: string; to?: string; q?: string; cursor?: string; limit?: number };
    body: undefined;
    answer: Sessions;
  };
  'GET /api/v1/sessions/{sid}': {
    query: undefined;
    body: undefined;
    answer: WholeSession;
  };
  'GET /api/v1/sessions/{sid}/document': {
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  'POST /api/v1/sessions/{sid}/password': {
    query: undefined;
    body: undefined;
    answer: Password;
  };
  'GET /api/v1/tokens': {
    query: undefined;
    body: undefined;
    answer: Tokens;
  };
  'POST /api/v1/tokens': {
    query: undefined;
    body: NewTokenIn;
    answer: NewToken;
  };
  'DELETE /api/v1/tokens/{id}': {
    query: undefined;
    body: undefined;
    answer: TokenOut;
  };
  'GET /api/v1/users': {
    query: undefined;
    body: undefined;
    answer: Users;
  };
  'POST /api/v1/users': {
    query: undefined;
    body: NewUserIn;
    answer: WithLink;
  };
  'GET /api/v1/users/{id}': {
    query: undefined;
    body: undefined;
    answer: UserOut;
  };
  'PATCH /api/v1/users/{id}': {
    query: undefined;
    body: ChangeUser;
    answer: UserOut;
  };
  'DELETE /api/v1/users/{id}': {
    query: undefined;
    body: undefined;
    answer: undefined;
  };
  'POST /api/v1/users/{id}/link': {
    query: undefined;
    body: undefined;
    answer: WithLink;
  };
}
