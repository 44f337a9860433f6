import { useRef, useSyncExternalStore } from 'react';
import type { Readable } from '../base/store';

/**
 * Watches a store through a selector, so that a keystroke renders only what it changes. `select` may build
 * an object: it is taken again only when one of its members changed.
 */
export function useStore<T, S>(store: Readable<T>, select: (now: T) => S): S {
  const last = useRef<S | undefined>(undefined);
  return useSyncExternalStore(store.subscribe, () => {
    const next = select(store.get());
    if (last.current !== undefined && sameMembers(last.current, next)) return last.current;
    last.current = next;
    return next;
  });
}

function sameMembers(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!isPlain(a) || !isPlain(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
