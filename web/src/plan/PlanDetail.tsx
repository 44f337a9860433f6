import type { ReviewSource } from '../planner/review';
import { Advice } from './Advice';
import { PlanHeader } from './PlanHeader';
import { PlanTabs } from './PlanTabs';
import classes from './PlanView.module.css';
import { Unplanned } from './Unplanned';
import { useDetails } from './useDetails';
import type { View } from './view';

/** One role's plan. */
export function PlanDetail({ source, stale, view, onView }: Props) {
  const details = useDetails(source);
  return (
    <article className={classes.detail} aria-label={`Plan of ${source.role}`}>
      <PlanHeader source={source} details={details} stale={stale} />
      {source.sql === undefined ? (
        <Unplanned source={source} />
      ) : (
        <>
          {details.value && <Advice key={source.roleName} notes={details.value.advice} />}
          <PlanTabs source={source} details={details} view={view} onView={onView} />
        </>
      )}
    </article>
  );
}

interface Props {
  source: ReviewSource;
  stale?: boolean;
  view: View;
  onView(view: View): void;
}
