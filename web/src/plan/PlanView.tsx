import { type Ref, useImperativeHandle, useRef } from 'react';
import type { ReviewSource } from '../planner/review';
import { copyText } from '../ui/clipboard';
import { PlanDetail } from './PlanDetail';
import classes from './PlanView.module.css';
import { RoleList } from './RoleList';
import type { View } from './view';

/** Plans to read: in the playground and in a report alike, so it knows neither. */
export function PlanView({ reviews, selected, onSelect, stale, view, onView, handle }: Props) {
  const filter = useRef<HTMLInputElement>(null);
  const sql = selected?.sql;
  useImperativeHandle(
    handle,
    () => ({
      copySql: () => {
        if (sql !== undefined) void copyText(sql);
      },
      focusFilter: () => {
        filter.current?.focus();
        return filter.current !== null;
      },
    }),
    [sql],
  );
  return (
    <div className={classes.view}>
      <div className={classes.columns}>
        <RoleList reviews={reviews} selected={selected} onSelect={onSelect} filterRef={filter} />
        {selected && <PlanDetail source={selected} stale={stale} view={view} onView={onView} />}
      </div>
    </div>
  );
}

interface Props {
  reviews: ReviewSource[];
  selected?: ReviewSource;
  onSelect(roleName: string): void;
  /** The plans are not of what is written now. */
  stale?: boolean;
  view: View;
  onView(view: View): void;
  handle?: Ref<PlanViewHandle>;
}

/** For keyboard shortcuts. */
export interface PlanViewHandle {
  copySql(): void;
  /** Whether there is one. */
  focusFilter(): boolean;
}
