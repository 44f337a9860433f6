import { useEffect, useRef } from 'react';
import { useStore } from '../base/store';
import { PlanView, type PlanViewHandle } from '../plan/PlanView';
import classes from '../plan/PlanView.module.css';
import { onCommand } from '../ui/commands';
import { useReviews } from '../workspace/hooks';
import { searchStatements, viewStore } from './planView';

/** The plans of what is being written. */
export default function PlanPanel() {
  const { reviews, selected, select, stale } = useReviews();
  const view = useStore(viewStore, (now) => now);
  const handle = useRef<PlanViewHandle>(null);
  useEffect(() => {
    const stops = [
      onCommand('copy-sql', () => handle.current?.copySql()),
      onCommand('focus-filter', () => {
        if (!handle.current?.focusFilter()) searchStatements();
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  if (reviews.length === 0) {
    return (
      <div className={classes.calm}>
        <h2>No role is desired yet</h2>
        <p>Write one in the Desired tab, or open an example: its plan appears here while you type.</p>
      </div>
    );
  }
  return (
    <PlanView
      reviews={reviews}
      selected={selected}
      onSelect={select}
      stale={stale}
      view={view}
      onView={viewStore.set}
      handle={handle}
    />
  );
}
