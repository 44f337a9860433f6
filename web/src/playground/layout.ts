import { createStore } from '../base/store';
import type { View } from '../engine/protocol';

export const LEFT = ['desired', 'catalog'] as const;
export const RIGHT = ['plan', 'whatif', 'graph'] as const;
export type Left = (typeof LEFT)[number];
export type Right = (typeof RIGHT)[number];
export type Panel = Left | Right;

export const PANEL_LABELS: Record<Panel, string> = {
  desired: 'Desired',
  catalog: 'Catalog',
  plan: 'Plan',
  whatif: 'What if',
  graph: 'Graph',
};

export interface Ui {
  left: Left;
  right: Right;
  /** The panel shown where there is room for one. */
  only: Panel;
  view: View;
  /** Share of the width that the left column takes, in percent. */
  split: number;
}

export const uiStore = createStore<Ui>({
  left: 'desired',
  right: 'plan',
  only: 'desired',
  view: 'grid',
  split: 46,
});

export function isLeft(panel: string): panel is Left {
  return (LEFT as readonly string[]).includes(panel);
}

export function isRight(panel: string): panel is Right {
  return (RIGHT as readonly string[]).includes(panel);
}

export function show(panel: Panel): void {
  uiStore.set((ui) => ({ ...ui, ...(isLeft(panel) ? { left: panel } : { right: panel }), only: panel }));
}

export function showView(view: View): void {
  uiStore.set((ui) => ({ ...ui, view }));
}
