import { Button } from '@mantine/core';
import type { Ref } from 'react';
import { PlanView, type PlanViewHandle } from '../plan/PlanView';
import { Skeleton } from '../ui/Skeleton';
import { Tag } from '../ui/Tag';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { focusPanel } from './focus';
import { layoutOf, show } from './layout';
import { planViewOf } from './planView';
import { EXAMPLE } from './ShownRoles';
import { shownOf } from './shown';
import classes from './Welcome.module.css';

/** The plans of the example that is shown. */
export function ShownPlan({ handle }: { handle: Ref<PlanViewHandle> }) {
  const workspace = useWorkspace();
  const shown = shownOf(workspace);
  const { roles, selected } = useStore(shown, (now) => now);
  const views = planViewOf(workspace);
  const view = useStore(views, (now) => now);
  if (!roles) return <Skeleton rows={6} what="an example" />;
  const reviews = roles.map(({ source }) => source);
  const begin = () => {
    shown.begin();
    show(layoutOf(workspace), 'desired');
    focusPanel('desired');
  };
  return (
    <>
      <div className={classes.strip}>
        <Tag words={EXAMPLE} />
        <p>This plan is of no cluster of yours, and nothing of it is kept.</p>
        <Button size="compact-sm" variant="default" onClick={begin}>
          Begin with your own
        </Button>
      </div>
      <PlanView
        reviews={reviews}
        selected={reviews.find(({ roleName }) => roleName === selected)}
        onSelect={shown.select}
        view={view}
        onView={views.set}
        handle={handle}
      />
    </>
  );
}
