import type { ReviewSource } from '../planner/review';
import { Advice } from './Advice';
import { Checksums } from './Checksums';
import { PlanHeader } from './PlanHeader';
import { PlanTabs } from './PlanTabs';
import classes from './PlanView.module.css';
import { Unplanned } from './Unplanned';
import { useDetails } from './useDetails';
import type { View } from './view';

/** One role's plan. */
export function PlanDetail({ source, view, onView }: Props) {
  const details = useDetails(source);
  const planned = source.sql !== undefined;
  return (
    <article className={classes.detail} aria-label={`Plan of ${source.role}`}>
      <PlanHeader source={source} sentence={details.value?.sentence} old={details.old}>
        {planned && details.value && <Advice key={source.roleName} notes={details.value.advice} />}
        {planned && source.summary && <Checksums summary={source.summary} details={details} />}
      </PlanHeader>
      {planned ? (
        <PlanTabs source={source} details={details} view={view} onView={onView} />
      ) : (
        <Unplanned source={source} />
      )}
    </article>
  );
}

interface Props {
  source: ReviewSource;
  view: View;
  onView(view: View): void;
}
