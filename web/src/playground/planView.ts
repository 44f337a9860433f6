import { createStore } from '../base/store';
import { FIRST_VIEW } from '../plan/view';

/** Outlives the panel, which goes when another tab is looked at. */
export const viewStore = createStore(FIRST_VIEW);

export function toggleRevokes(): void {
  viewStore.set((now) => ({
    ...now,
    tab: 'statements',
    risk: now.tab === 'statements' && now.risk === 'revokes' ? undefined : 'revokes',
  }));
}

/** Where there is one role, its statements are the list to filter. */
export function searchStatements(): void {
  viewStore.set((now) => ({ ...now, tab: 'statements', search: true }));
}
