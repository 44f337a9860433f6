import { createStore, type Readable, type Store } from '../base/store';
import { type Ask, createClient, type Trap } from './client';
import { type DerivedViews, withDerived } from './derived';
import { createDesired, type DesiredRoles, type DesiredText } from './desired';
import type { Report, Selection, View } from './protocol';
import { createReplacing, type Replacing } from './replacing';
import { createReviews, type Reviews } from './reviews';
import type { Word } from './serving';
import { createSnapshots, type Shelf, type Snapshots } from './snapshots';

/** What the planner could not do; whoever shows the workspace says so. */
export type Trouble =
  | { kind: 'not-loaded'; message: string }
  /** It was started again. `reading`: the snapshot that it stopped at; `repeated`: it waits for a change. */
  | { kind: 'stopped'; message: string; reading?: string; repeated: boolean };

export interface Beginning {
  desired?: DesiredText;
  selection?: Selection;
  view?: View;
}

export interface Surroundings {
  shelf: Shelf;
  onTrouble(trouble: Trouble): void;
}

/** Desired roles, the snapshots they are planned on, and the plans: all that one worker knows. */
export interface Workspace {
  readonly desired: DesiredRoles;
  readonly snapshots: Snapshots;
  readonly planning: Reviews;
  /** The text in the formats that are not its own. */
  readonly derived: Readable<DerivedViews>;
  /** Which of the three is looked at: that one is derived. */
  readonly view: Store<View>;
  /** What took the place of something, and the way back. */
  readonly replacing: Replacing;
  readonly ask: Ask;
  /** The planner's, once it is loaded. */
  readonly version: Readable<string | undefined>;
  /** A person says which resources a snapshot is for: one step, that an undo takes back. */
  say(id: string, word: Word | undefined): void;
  /** Has what a view still holds in its hands written, before the page goes. */
  settle(): void;
  /** Listens for that. */
  onSettle(listener: () => void): void;
  /** Plans at once what is desired now; edits do by themselves. */
  revise(): void;
  /** Starts the planner again, with everything that it knew. */
  restart(): void;
  close(): void;
}

/** A planner that stops twice within this time would stop again on the same input. */
const APART_MS = 30_000;

export function createWorkspace(beginning: Beginning, { shelf, onTrouble }: Surroundings): Workspace {
  const { send, ask, start, stop } = createClient(receive);
  const desired = createDesired(beginning.desired ?? { format: 'yaml', text: '' }, (swap) => {
    if (swap.gone.length + swap.came.length > 0) replacing.announce('An undo');
    snapshots.swap(swap);
  });
  const planning = createReviews(ask, beginning.selection, (id) =>
    snapshots.get().loaded.find((snapshot) => snapshot.id === id),
  );
  const snapshots = createSnapshots(send, shelf, (swap, was) => replacing.note(swap, was));
  const replacing: Replacing = createReplacing(desired, snapshots, planning);
  const derived = createStore<DerivedViews>({});
  const view = createStore<View>(beginning.view ?? 'grid');
  const version = createStore<string | undefined>(undefined);
  const settling = new Set<() => void>();
  let lastTrap = Number.NEGATIVE_INFINITY;
  let lastSelected: string | undefined;

  /** Posts at once: the worker drops what is superseded. */
  function revise(): void {
    const { history, revision } = desired.get();
    const { selection } = planning.get();
    lastSelected = selection?.roleName;
    send({ kind: 'revise', revision, ...history.now, selected: selection, view: view.get() });
  }

  function receive(report: Report): void {
    if (report.kind === 'ready') version.set(report.version);
    else if (report.kind === 'opened') snapshots.opened(report);
    else if (report.kind === 'refused') snapshots.refused(report);
    else if (report.kind === 'revised') planning.revised(report);
    else if (report.kind === 'planned') planning.planned(report);
    else if (report.kind === 'trapped') recover(report);
    // One of an older text would put back what was just typed over.
    else if (report.kind === 'derived' && report.revision === desired.get().revision)
      derived.set((now) => withDerived(now, report.revision, report.derived));
  }

  function recover({ during, message }: Trap): void {
    if (during.doing === 'load') {
      onTrouble({ kind: 'not-loaded', message });
      return;
    }
    const repeated = performance.now() - lastTrap < APART_MS;
    lastTrap = performance.now();
    const culprit = during.doing === 'open' ? during.id : undefined;
    const reading = snapshots.get().opening.find(({ id }) => id === culprit)?.name;
    start();
    if (culprit !== undefined) {
      const tooMuch = `The planner stopped while reading it (${message}): it is probably too large for this browser. Take a snapshot of the databases concerned only: rolewright snapshot NAME --database a --database b`;
      snapshots.refused({ kind: 'refused', id: culprit, problem: { message: tooMuch } });
    }
    snapshots.reopenAll();
    if (culprit !== undefined || !repeated) revise();
    // Nothing is planned until then: what is shown is of an earlier text.
    else planning.markStale();
    onTrouble({ kind: 'stopped', message, reading, repeated });
  }

  start();
  desired.subscribe(revise);
  view.subscribe(revise);
  planning.subscribe(() => {
    const { selected } = planning.get();
    if (selected?.status === 'planning' && selected.roleName !== lastSelected) revise();
  });

  return {
    desired,
    snapshots,
    planning,
    derived,
    view,
    replacing,
    ask,
    version,
    say(id, after) {
      const file = snapshots.files().find((one) => one.id === id);
      if (!file) return;
      const swap = { gone: [], came: [], said: { id, before: file.word, after } };
      snapshots.swap(swap);
      desired.step({ ...desired.now(), swap });
    },
    settle() {
      for (const listener of settling) listener();
    },
    onSettle: (listener) => settling.add(listener),
    revise,
    restart() {
      start();
      snapshots.reopenAll();
      revise();
    },
    close: stop,
  };
}
