import { type ReactNode, useState } from 'react';
import type { Problem } from '../planner/types';
import { lazyPart } from '../ui/lazyPart';
import { Skeleton } from '../ui/Skeleton';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useProblems } from '../workspace/hooks';
import classes from './Desired.module.css';
import { FaultBanner } from './FaultBanner';
import { useCells } from './grid/cells';
import { usePastedRows } from './grid/usePastedRows';
import { TextView } from './TextView';
import { Toolbar } from './Toolbar';

const Grid = lazyPart<{ goTo?: { problem: Problem } }>(
  'The grid',
  () => import('./grid/Grid'),
  () => <Skeleton rows={4} what="the grid" />,
);

/** The roles that should be: one text, three views of it. `welcome` stands above an empty grid. */
export function DesiredPanel({ welcome }: { welcome?: ReactNode }) {
  const workspace = useWorkspace();
  const view = useStore(workspace.view, (now) => now);
  const { format, problems, blank } = useProblems();
  const { table, own, disabled } = useCells();
  usePastedRows(disabled || view !== 'grid');
  const [goTo, setGoTo] = useState<{ problem: Problem }>();
  const rows = table?.rows ?? [];
  const hasRow = ({ line }: Problem) => rows.some((row) => row.line === line);
  const go = (problem: Problem) => {
    const inYaml = format === 'yaml' && (!own || problem.item == null);
    if (view !== 'grid' || inYaml || (format === 'csv' && !hasRow(problem))) workspace.view.set(format);
    setGoTo({ problem });
  };
  // The grid says by itself what is wrong with its rows.
  const inGrid = view === 'grid' && (format === 'yaml' ? own : problems.every(hasRow));
  return (
    <div className={classes.panel}>
      <Toolbar />
      {!inGrid && <FaultBanner format={format} problems={problems} view={view} own={own} onGo={go} />}
      {blank && view === 'grid' && welcome}
      <div className={classes.body} data-view={view}>
        {view === 'grid' ? <Grid goTo={goTo} /> : <TextView key={view} view={view} goTo={goTo} />}
      </div>
    </div>
  );
}
