import type { Workspace } from '../engine/workspace';
import { layoutOf, show } from './layout';
import { type Place, readPlace, writePlace } from './place';
import { planViewOf } from './planView';

/** Moves that follow one another faster are one: an arrow key that is held down. */
const BURST_MS = 400;
/** What changes with every key is written in a pause: an address takes a browser as long as a small plan. */
const REST_MS = 300;

/** Keeps what is looked at in the address: back and forward go through it, and a reload comes back to it. */
export function followAddress(workspace: Workspace): void {
  const { planning } = workspace;
  const layout = layoutOf(workspace);
  const view = planViewOf(workspace);
  /** Where an address without a place leads to. */
  const first = placeNow(workspace);
  let last = first;
  let { desired } = planning.get();
  let moved = Number.NEGATIVE_INFINITY;
  let going = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Writes what waits for a pause into the entry that it is of. */
  const settle = () => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    history.replaceState(null, '', writePlace(last));
  };

  const go = (to: Place) => {
    going = true;
    goTo(workspace, to);
    going = false;
    last = placeNow(workspace);
  };

  const follow = () => {
    const now = placeNow(workspace);
    const byText = planning.get().desired !== desired;
    desired = planning.get().desired;
    if (going || writePlace(now) === writePlace(last) || location.hash.startsWith('#s=')) return;
    const onlyRole = writePlace({ ...now, role: last.role }) === writePlace(last);
    // A role that has another name, or is the first there is, is nothing that somebody went to.
    const still = onlyRole && (byText || last.role === undefined);
    const burst = onlyRole && performance.now() - moved < BURST_MS;
    if (!still && !burst) settle();
    last = now;
    if (still) {
      if (readPlace(location.hash)) timer ??= setTimeout(settle, REST_MS);
      return;
    }
    moved = performance.now();
    if (burst) history.replaceState(null, '', writePlace(now));
    else history.pushState(null, '', writePlace(now));
  };

  const initial = readPlace(location.hash);
  if (initial) go(initial);
  for (const store of [layout, view, planning]) store.subscribe(follow);
  addEventListener('pagehide', settle);
  addEventListener('popstate', () => {
    // Of an entry that is left: to write it now would be to write into another.
    clearTimeout(timer);
    timer = undefined;
    if (!location.hash.startsWith('#s=')) go(readPlace(location.hash) ?? first);
  });
}

function placeNow(workspace: Workspace): Place {
  const { left, right, only } = layoutOf(workspace).get();
  const beside = only === left ? right : left;
  return {
    panel: only,
    beside,
    role: workspace.planning.get().selection?.roleName,
    tab: planViewOf(workspace).get().tab,
  };
}

function goTo(workspace: Workspace, { panel, beside, role, tab }: Place): void {
  const { planning } = workspace;
  const layout = layoutOf(workspace);
  show(layout, beside);
  show(layout, panel);
  planViewOf(workspace).set((now) => (now.tab === tab ? now : { ...now, tab }));
  if (role === undefined || planning.get().selection?.roleName === role) return;
  planning.select(role);
  // Of a role that is still to be read.
  if (planning.get().reviews.length === 0) planning.prefer({ roleName: role, number: 1 });
}
