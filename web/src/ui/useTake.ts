import { useCallback, useRef } from 'react';

/** The same function for good, which gives the value of the last time this was rendered. */
export function useTake<T>(value: T): () => T {
  const latest = useRef(value);
  latest.current = value;
  return useCallback(() => latest.current, []);
}
