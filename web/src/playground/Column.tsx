import type { ComponentType, KeyboardEvent } from 'react';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { panelId, tabId } from './focus';
import { Guarded } from './Guarded';
import { PANEL_LABELS, type Panel } from './layout';
import { CONTENTS } from './panels';
import classes from './Shell.module.css';

interface Props<P extends Panel> {
  label: string;
  panels: readonly P[];
  active: P;
  onShow(panel: P): void;
}

export function Column<P extends Panel>({ label, panels, active, onShow }: Props<P>) {
  const move = (event: KeyboardEvent) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined || event.altKey) return;
    const next = panels[(panels.indexOf(active) + by + panels.length) % panels.length];
    if (!next) return;
    event.preventDefault();
    onShow(next);
    document.getElementById(tabId(next))?.focus();
  };
  const Content: ComponentType = CONTENTS[active];
  return (
    <section className={classes.column} aria-label={label}>
      <div className={classes.tabs} role="tablist" aria-label={label} onKeyDown={move}>
        {panels.map((panel) => (
          <button
            key={panel}
            type="button"
            role="tab"
            id={tabId(panel)}
            aria-controls={panel === active ? panelId(panel) : undefined}
            aria-selected={panel === active}
            tabIndex={panel === active ? 0 : -1}
            className={classes.tab}
            onClick={() => onShow(panel)}
          >
            {PANEL_LABELS[panel]}
            <Count panel={panel} />
          </button>
        ))}
      </div>
      <div
        className={classes.panel}
        role="tabpanel"
        id={panelId(active)}
        aria-labelledby={tabId(active)}
        key={active}
      >
        <Guarded>
          <Content />
        </Guarded>
      </div>
    </section>
  );
}

/** How many roles, how many snapshots. */
function Count({ panel }: { panel: Panel }) {
  const workspace = useWorkspace();
  const roles = useStore(workspace.planning, ({ reviews }) => reviews.length);
  const snapshots = useStore(workspace.snapshots, ({ loaded }) => loaded.length);
  const count = panel === 'desired' ? roles : panel === 'catalog' ? snapshots : 0;
  return count > 0 ? <span>{count}</span> : null;
}
