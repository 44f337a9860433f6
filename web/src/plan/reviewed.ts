import type { ReviewSource } from '../planner/review';
import type { Review } from '../planner/types';

/** A plan that was made elsewhere, as the Plan view wants it; `id` tells it from others of the same role. */
export function sourceOf(review: Review, id?: string): ReviewSource {
  const { summary, failure, sql, details, document, on } = review;
  const { role, role_name } = summary ?? failure ?? { role: '', role_name: '' };
  return {
    id: id ?? role_name,
    role,
    roleName: role_name,
    resource: summary?.resource ?? role.slice(0, role.indexOf('/')),
    status: summary?.status ?? 'failed',
    summary: summary ?? undefined,
    failure: failure ?? undefined,
    on: on ? { ...on, said: on.resource != null && on.resource !== summary?.resource } : undefined,
    sql: summary ? sql : undefined,
    details: async () => details ?? Promise.reject(new Error('it was not kept with the plan')),
    document: async () => document,
  };
}
