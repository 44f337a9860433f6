import { useState } from 'react';
import { useStore } from '../base/store';
import type { Problem } from '../planner/types';
import { showView, uiStore } from '../playground/layout';
import { Welcome } from '../playground/Welcome';
import { useProblems } from '../workspace/useProblems';
import classes from './Desired.module.css';
import { FaultBanner } from './FaultBanner';
import { Grid } from './grid/Grid';
import { gridStore } from './grid/gridStore';
import { TextView } from './TextView';
import { Toolbar } from './Toolbar';

/** The roles that should be: one text, three views of it. */
export default function DesiredPanel() {
  const view = useStore(uiStore, (ui) => ui.view);
  const { format, problems, blank } = useProblems();
  const [goTo, setGoTo] = useState<{ problem: Problem }>();
  const go = (problem: Problem) => {
    const hasRow = gridStore.get().table?.rows.some(({ line }) => line === problem.line) ?? false;
    if (view !== 'grid' || format === 'yaml' || !hasRow) showView(format);
    setGoTo({ problem });
  };
  return (
    <div className={classes.panel}>
      <Toolbar />
      <FaultBanner format={format} problems={problems} view={view} onGo={go} />
      {blank && view === 'grid' && <Welcome />}
      <div className={classes.body} data-view={view}>
        {view === 'grid' ? <Grid goTo={goTo} /> : <TextView key={view} view={view} goTo={goTo} />}
      </div>
    </div>
  );
}
