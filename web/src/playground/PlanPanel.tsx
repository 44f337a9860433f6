import { useRef } from 'react';
import { PlanView, type PlanViewHandle } from '../plan/PlanView';
import { useCommand } from '../ui/context';
import { Empty } from '../ui/Empty';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useReviews } from '../workspace/hooks';
import { planViewOf, searchStatements } from './planView';
import { ShownPlan } from './ShownPlan';
import { shownOf } from './shown';

/** The plans of what is being written. */
export function PlanPanel() {
  const { reviews, selected, select } = useReviews();
  const workspace = useWorkspace();
  const views = planViewOf(workspace);
  const isShown = useStore(shownOf(workspace), ({ open }) => open);
  const view = useStore(views, (now) => now);
  const handle = useRef<PlanViewHandle>(null);
  useCommand('copy-sql', () => handle.current?.copySql());
  useCommand('focus-filter', () => {
    if (!handle.current?.focusFilter()) views.set(searchStatements);
  });
  if (reviews.length === 0 && isShown) return <ShownPlan handle={handle} />;
  if (reviews.length === 0) {
    return (
      <Empty title="No role is desired yet">
        Write one in the Desired tab, or open an example: its plan appears here while you type.
      </Empty>
    );
  }
  return (
    <PlanView
      reviews={reviews}
      selected={selected}
      onSelect={select}
      view={view}
      onView={views.set}
      handle={handle}
    />
  );
}
