import { createStore, type Readable } from '../base/store';
import { loadShown, type ShownRole } from '../catalog/examples';
import { part } from '../engine/part';

/** The example on the page of a first visit. It is in no workspace: nothing of it is kept or replaced. */
export interface ShownState {
  /** Absent while it is loaded, and where it could not be. */
  roles?: ShownRole[];
  /** There is something to look at, or will be. */
  open: boolean;
  selected?: string;
  /** Somebody began with something of their own, here or on an earlier visit. */
  begun: boolean;
}

export interface Shown extends Readable<ShownState> {
  /** Shows it, until there is anything of one's own. */
  open(): Promise<void>;
  select(roleName: string): void;
  begin(): void;
}

export const shownOf = part(({ desired, snapshots }): Shown => {
  const store = createStore<ShownState>({ begun: true, open: false });
  const begin = () => {
    if (!store.get().begun) store.set({ begun: true, open: false });
  };
  const look = () => {
    if (desired.now().text.trim() !== '' || snapshots.files().length > 0) begin();
  };
  return {
    get: store.get,
    subscribe: store.subscribe,
    begin,
    select: (selected) => store.set((now) => ({ ...now, selected })),
    async open() {
      store.set({ begun: false, open: true });
      for (const own of [desired, snapshots]) own.subscribe(look);
      look();
      // Without it the page says what to do all the same.
      const roles = await loadShown().catch(() => undefined);
      const selected = roles?.[0]?.source.roleName;
      store.set((now) => (now.begun ? now : { ...now, roles, selected, open: roles !== undefined }));
    },
  };
});
