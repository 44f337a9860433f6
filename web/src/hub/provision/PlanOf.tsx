import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { PlanDetail } from '../../plan/PlanDetail';
import { sourceOf } from '../../plan/reviewed';
import { FIRST_VIEW } from '../../plan/view';
import type { Review } from '../../planner/types';
import { Skeleton } from '../../ui/Skeleton';
import { useApi } from '../api/context';
import { Trouble } from '../shell/Shell';
import { Approvals } from './Approvals';
import classes from './Provision.module.css';
import type { Row } from './rows';

/** The plan of a role as it was made on the server: what changes, the SQL, why, and the way back. */
export function PlanOf({ row: { plan } }: { row: Row }) {
  const { call } = useApi();
  const { sid } = plan;
  const planned = plan.state === 'out-of-sync' || plan.state === 'in-sync';
  const review = useQuery({
    queryKey: ['review', sid],
    enabled: planned && sid != null,
    // A plan is what it is.
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async () =>
      (await call('GET /api/v1/plans/{sid}/review', { path: { sid: sid ?? '' } })) as Review,
  });
  const [view, setView] = useState(FIRST_VIEW);
  const source = useMemo(() => review.data && sourceOf(review.data, sid ?? ''), [review.data, sid]);
  if (!planned) return null;
  return (
    <div className={classes.plan}>
      {sid && <Approvals key={sid} sid={sid} />}
      {review.error ? (
        <Trouble error={review.error} />
      ) : source ? (
        <PlanDetail source={source} view={view} onView={setView} />
      ) : (
        <Skeleton rows={6} what="the plan" />
      )}
    </div>
  );
}
