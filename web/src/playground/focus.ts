import type { Panel } from './layout';

export function tabId(panel: Panel): string {
  return `tab-${panel}`;
}

export function panelId(panel: Panel): string {
  return `panel-${panel}`;
}

/** After the panel that was asked for is on the page. */
export function focusPanel(panel: Panel): void {
  requestAnimationFrame(() => document.getElementById(tabId(panel))?.focus());
}
