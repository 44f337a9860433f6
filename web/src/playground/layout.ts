import { createStore, type Store } from '../base/store';
import { part } from '../engine/part';

export const LEFT = ['desired', 'catalog'] as const;
export const RIGHT = ['plan', 'whatif', 'graph'] as const;
export type Left = (typeof LEFT)[number];
export type Right = (typeof RIGHT)[number];
export type Panel = Left | Right;
export const PANELS: readonly Panel[] = [...LEFT, ...RIGHT];

export const PANEL_LABELS: Record<Panel, string> = {
  desired: 'Desired',
  catalog: 'Catalog',
  plan: 'Plan',
  whatif: 'What if',
  graph: 'Graph',
};

export interface Layout {
  left: Left;
  right: Right;
  /** The panel shown where there is room for one. */
  only: Panel;
  /** Share of the width that the left column takes, in percent. */
  split: number;
}

export const FIRST_LAYOUT: Layout = { left: 'desired', right: 'plan', only: 'desired', split: 46 };

/** On a large screen the rest is worth more to the plan: what changes and the SQL stand side by side there. */
const WIDE = '(min-width: 160em)';

export const layoutOf = part(() =>
  createStore<Layout>({ ...FIRST_LAYOUT, split: matchMedia(WIDE).matches ? 38 : FIRST_LAYOUT.split }),
);

export function isLeft(panel: string): panel is Left {
  return (LEFT as readonly string[]).includes(panel);
}

export function isRight(panel: string): panel is Right {
  return (RIGHT as readonly string[]).includes(panel);
}

export function show(layout: Store<Layout>, panel: Panel): void {
  layout.set((now) => ({ ...now, ...(isLeft(panel) ? { left: panel } : { right: panel }), only: panel }));
}
