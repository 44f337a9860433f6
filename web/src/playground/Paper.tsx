import { createStore } from '../base/store';
import { part } from '../engine/part';
import type { Workspace } from '../engine/workspace';
import { Printed } from '../plan/Printed';
import type { Details } from '../planner/types';
import { usePrinting } from '../ui/usePrinting';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useReviews } from '../workspace/hooks';
import classes from './Paper.module.css';

/** More plans than anybody reads on paper: of the others there is the SQL. */
const MOST = 200;

/** What is asked for before a page is printed, by the plan's id: nothing can be waited for while it is. */
const detailsOf = part(() => createStore<ReadonlyMap<string, Details>>(new Map()));

/** Prints every plan, whole. */
export async function print(workspace: Workspace): Promise<void> {
  const planned = workspace.planning.get().reviews.filter(({ summary }) => summary);
  const loaded = new Map<string, Details>();
  const load = planned.slice(0, MOST).map(async ({ id, details }) => loaded.set(id, await details()));
  await Promise.allSettled(load);
  detailsOf(workspace).set(loaded);
  window.print();
}

/** The plans on paper, in place of the page: while it is printed, and not before. */
export function Paper() {
  return usePrinting() ? <Sheets /> : null;
}

function Sheets() {
  const { reviews } = useReviews();
  const details = useStore(detailsOf(useWorkspace()), (now) => now);
  if (reviews.length === 0) return null;
  return (
    <div className={classes.paper}>
      {reviews.map((source) => (
        <Printed key={source.roleName} source={source} details={details.get(source.id)} />
      ))}
    </div>
  );
}
