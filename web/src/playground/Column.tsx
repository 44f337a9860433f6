import { type ComponentType, type KeyboardEvent, Suspense } from 'react';
import { useStore } from '../base/store';
import { planningStore } from '../engine/reviews';
import { snapshotStore } from '../engine/snapshots';
import { CrashGuard } from '../ui/CrashGuard';
import { panelId, tabId } from './focus';
import { PANEL_LABELS, type Panel } from './layout';
import { PANELS } from './panels';
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
  const Content: ComponentType = PANELS[active];
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
        <CrashGuard>
          <Suspense fallback={<p className={classes.loading}>Loading…</p>}>
            <Content />
          </Suspense>
        </CrashGuard>
      </div>
    </section>
  );
}

/** How many roles, how many snapshots. */
function Count({ panel }: { panel: Panel }) {
  const roles = useStore(planningStore, ({ reviews }) => reviews.length);
  const snapshots = useStore(snapshotStore, ({ loaded }) => loaded.length);
  const count = panel === 'desired' ? roles : panel === 'catalog' ? snapshots : 0;
  return count > 0 ? <span>{count}</span> : null;
}
