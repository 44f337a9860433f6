import { useMediaQuery } from '@mantine/hooks';
import { type Ref, useImperativeHandle, useRef, useState } from 'react';
import type { ReviewSource } from '../planner/review';
import { copyText } from '../ui/clipboard';
import { PlanDetail } from './PlanDetail';
import { PlanSheet } from './PlanSheet';
import classes from './PlanView.module.css';
import { RoleList } from './RoleList';
import type { View } from './view';

/** Plans to read: in the playground and in a report alike, so it knows neither. */
export function PlanView({ reviews, selected, onSelect, view, onView, handle }: Props) {
  const filter = useRef<HTMLInputElement>(null);
  const sql = selected?.sql;
  const [listed, setListed] = useState(false);
  const phone = useMediaQuery('(max-width: 40em)', undefined, { getInitialValueInEffect: false });
  const instead = phone && reviews.length > 1;
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
  const detail = selected && <PlanDetail source={selected} view={view} onView={onView} />;
  const list = { reviews, selected, onSelect, filterRef: filter };
  const open = (roleName: string) => {
    onSelect(roleName);
    setListed(false);
  };
  if (instead) {
    return (
      <div className={classes.view}>
        {listed || !detail ? (
          <RoleList {...list} onOpen={open} />
        ) : (
          <PlanSheet roles={reviews.length} onList={() => setListed(true)}>
            {detail}
          </PlanSheet>
        )}
      </div>
    );
  }
  return (
    <div className={classes.view}>
      <div className={classes.columns}>
        <RoleList {...list} />
        {detail}
      </div>
    </div>
  );
}

interface Props {
  reviews: ReviewSource[];
  selected?: ReviewSource;
  onSelect(roleName: string): void;
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
