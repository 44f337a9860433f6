import type { Selection, View } from '../engine/protocol';
import type { Workspace } from '../engine/workspace';
import { type Layout, layoutOf } from './layout';
import { shownOf } from './shown';

const KEY = 'rolewright.looked';
/** Resizing is not slowed down by storing every pixel. */
const REST_MS = 300;

/** What is looked at: each tab's own, and for a new tab that of the last. */
export interface Looked {
  layout?: Partial<Layout>;
  view?: View;
  selection?: Selection;
  /** Something of one's own was on the page: it is no first visit any more. */
  begun?: boolean;
}

export function readLooked(): Looked {
  for (const storage of ['sessionStorage', 'localStorage'] as const) {
    try {
      const value: unknown = JSON.parse(window[storage].getItem(KEY) ?? 'null');
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      // Nothing is worth more than a fresh start.
    }
  }
  return {};
}

export function keepLooked(workspace: Workspace): void {
  const { planning, view } = workspace;
  const layout = layoutOf(workspace);
  const shown = shownOf(workspace);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    const { selection } = planning.get();
    const { begun } = shown.get();
    const looked = JSON.stringify({
      layout: layout.get(),
      view: view.get(),
      selection,
      begun,
    } satisfies Looked);
    for (const storage of ['sessionStorage', 'localStorage'] as const) {
      try {
        window[storage].setItem(KEY, looked);
      } catch {
        // It is begun with the first panels, then.
      }
    }
  };
  for (const store of [layout, view, planning, shown]) {
    store.subscribe(() => {
      timer ??= setTimeout(save, REST_MS);
    });
  }
  addEventListener('pagehide', () => {
    if (timer !== undefined) save();
  });
}
