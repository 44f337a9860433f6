import { type ReactNode, useState } from 'react';
import type { Problem } from '../planner/types';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useProblems } from '../workspace/hooks';
import classes from './Desired.module.css';
import { FaultBanner } from './FaultBanner';
import { cellsOf, useCells } from './grid/cells';
import { Grid } from './grid/Grid';
import { TextView } from './TextView';
import { Toolbar } from './Toolbar';

/** The roles that should be: one text, three views of it. `welcome` stands above an empty grid. */
export function DesiredPanel({ welcome }: { welcome?: ReactNode }) {
  const workspace = useWorkspace();
  const view = useStore(workspace.view, (now) => now);
  const { format, problems, blank } = useProblems();
  const { own } = useCells();
  const [goTo, setGoTo] = useState<{ problem: Problem }>();
  const go = (problem: Problem) => {
    const rows = cellsOf(workspace).get().table?.rows ?? [];
    const inYaml = format === 'yaml' && (!own || problem.item == null);
    const hasRow = format === 'yaml' || rows.some(({ line }) => line === problem.line);
    if (view !== 'grid' || inYaml || !hasRow) workspace.view.set(format);
    setGoTo({ problem });
  };
  return (
    <div className={classes.panel}>
      <Toolbar />
      <FaultBanner format={format} problems={problems} view={view} own={own} onGo={go} />
      {blank && view === 'grid' && welcome}
      <div className={classes.body} data-view={view}>
        {view === 'grid' ? <Grid goTo={goTo} /> : <TextView key={view} view={view} goTo={goTo} />}
      </div>
    </div>
  );
}
