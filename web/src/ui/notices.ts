import { createStore } from '../base/store';

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

export const noticeStore = createStore<Notice[]>([]);

/** How long it takes to read and act; an error stays. */
const READING_MS = { info: 7000, warning: 20_000 };
let last = 0;

/** A notice with the title of one that stands takes its place. */
export function notify(notice: Omit<Notice, 'id'>): number {
  const id = ++last;
  noticeStore.set((now) => [...now.filter(({ title }) => title !== notice.title), { ...notice, id }]);
  if (notice.tone !== 'error' && !notice.stays) setTimeout(() => dismiss(id), READING_MS[notice.tone]);
  return id;
}

export function dismiss(id: number): void {
  noticeStore.set((now) => now.filter((notice) => notice.id !== id));
}
