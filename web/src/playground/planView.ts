import { createStore } from '../base/store';
import { part } from '../engine/part';
import { FIRST_VIEW, type View } from '../plan/view';

/** Outlives the panel, which goes when another tab is looked at. */
export const planViewOf = part(() => createStore<View>(FIRST_VIEW));

export function toggleRevokes(now: View): View {
  const risk = now.tab === 'statements' && now.risk === 'revokes' ? undefined : 'revokes';
  return { ...now, tab: 'statements', risk };
}

/** Where there is one role, its statements are the list to filter. */
export function searchStatements(now: View): View {
  return { ...now, tab: 'statements', search: true };
}
