import { uiStore } from '../playground/layout';
import { notify } from '../ui/notices';
import { send, start, type Trap } from './client';
import { takeDerived } from './derived';
import { desiredStore } from './desired';
import type { Report } from './protocol';
import { planned, planningStore, revised } from './reviews';
import { opened, refused, reopenAll, snapshotStore } from './snapshots';

/** A planner that stops twice within this time would stop again on the same input. */
const APART_MS = 30_000;
let lastTrap = Number.NEGATIVE_INFINITY;
let lastSelected: string | undefined;

/** Starts the worker and keeps it told of what is to be planned. */
export function connect(): void {
  start(receive);
  desiredStore.subscribe(revise);
  let view = uiStore.get().view;
  uiStore.subscribe(() => {
    if (uiStore.get().view !== view) revise();
    view = uiStore.get().view;
  });
  planningStore.subscribe(() => {
    const { selected } = planningStore.get();
    if (selected?.status === 'planning' && selected.roleName !== lastSelected) revise();
  });
}

/** Posts at once: the worker drops what is superseded. */
export function revise(): void {
  const { history, revision } = desiredStore.get();
  const { selection } = planningStore.get();
  lastSelected = selection?.roleName;
  send({ kind: 'revise', revision, ...history.now, selected: selection, view: uiStore.get().view });
}

function receive(report: Report): void {
  if (report.kind === 'opened') opened(report);
  else if (report.kind === 'refused') refused(report);
  else if (report.kind === 'revised') revised(report);
  else if (report.kind === 'planned') planned(report);
  else if (report.kind === 'trapped') recover(report);
  // One of an older text would put back what was just typed over.
  else if (report.kind === 'derived' && report.revision === desiredStore.get().revision) {
    takeDerived(report.revision, report.derived);
  }
}

function recover({ during, message }: Trap): void {
  if (during.doing === 'load') {
    notify({
      tone: 'error',
      title: 'The planner could not be started',
      text: `${message} A browser of the last two years is needed, and a server that sends .wasm files.`,
      action: { label: 'Reload the page', run: () => location.reload() },
    });
    return;
  }
  const repeated = performance.now() - lastTrap < APART_MS;
  lastTrap = performance.now();
  const culprit = during.doing === 'open' ? during.id : undefined;
  const name = snapshotStore.get().opening.find(({ id }) => id === culprit)?.name;
  start();
  if (culprit !== undefined) {
    const tooMuch = `The planner stopped while reading it (${message}): it is probably too large for this browser. Take a snapshot of the databases concerned only: rolewright snapshot NAME --database a --database b`;
    refused({ kind: 'refused', id: culprit, problem: { message: tooMuch } });
  }
  reopenAll();
  if (culprit !== undefined || !repeated) revise();
  // Nothing is planned until then: what is shown is of an earlier text.
  else planningStore.set((now) => ({ ...now, stale: true }));
  notify({
    tone: 'error',
    title: `The planner stopped${name ? ` while reading ${name}` : ''} and was started again`,
    text: `Your roles and snapshots are kept. (${message})${repeated ? ' It is waiting for a change: remove a snapshot, or undo what you did last.' : ''}`,
    action: { label: 'Plan again', run: revise },
  });
}
