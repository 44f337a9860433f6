import { createStore, type Readable } from '../base/store';

export interface Notice {
  id: number;
  tone: 'info' | 'warning' | 'error';
  title: string;
  text?: string;
  /** Until it is closed; others go by themselves, unless they are errors. */
  stays?: true;
  /** It was closed without the action. */
  onClose?(): void;
  action?: { label: string; run(): void };
}

export interface Notices extends Readable<Notice[]> {
  /** A notice with the title of one that stands takes its place. */
  notify(notice: Omit<Notice, 'id'>): number;
  dismiss(id: number): void;
}

/** How long it takes to read and act; an error stays. */
const READING_MS = { info: 7000, warning: 20_000 };

export function createNotices(): Notices {
  const store = createStore<Notice[]>([]);
  let last = 0;
  const dismiss = (id: number) => store.set((now) => now.filter((notice) => notice.id !== id));
  return {
    get: store.get,
    subscribe: store.subscribe,
    dismiss,
    notify(notice) {
      const id = ++last;
      store.set((now) => [...now.filter(({ title }) => title !== notice.title), { ...notice, id }]);
      if (notice.tone !== 'error' && !notice.stays) setTimeout(() => dismiss(id), READING_MS[notice.tone]);
      return id;
    },
  };
}
