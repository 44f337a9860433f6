import { useEffect, useRef, useState } from 'react';
import type { ReviewSource } from '../planner/review';

/** While the plan changes with every key, what is derived from it waits for a pause. */
const PAUSE = 300;

export interface Loaded<T> {
  value?: T;
  /** The value is of this role, but of an earlier plan. */
  old: boolean;
  error?: string;
}

/** What a plan is asked for: one request at a time, the last value kept until the next is there. */
export function useLoaded<T>(source: ReviewSource, load: (source: ReviewSource) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ id: string; roleName: string; value?: T; error?: string }>();
  const running = useRef<Promise<unknown>>(undefined);
  const changed = useRef(Number.NEGATIVE_INFINITY);
  const { id, roleName } = source;
  const planned = source.summary !== undefined;
  const sameRole = state?.roleName === roleName;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the id changes exactly when the plan does
  useEffect(() => {
    if (!planned) return;
    let wanted = true;
    // Each letter of a label makes it another role, and nobody chooses roles that fast.
    const soon = performance.now() - changed.current < PAUSE;
    changed.current = performance.now();
    const timer = setTimeout(
      async () => {
        await running.current;
        if (!wanted) return;
        const request = load(source);
        running.current = request.catch(() => undefined);
        try {
          const value = await request;
          if (wanted) setState({ id, roleName, value });
        } catch (error) {
          if (wanted)
            setState({ id, roleName, error: error instanceof Error ? error.message : String(error) });
        }
      },
      sameRole || soon ? PAUSE : 0,
    );
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [id, planned]);

  if (!planned || !sameRole) return { old: false };
  return { value: state.value, error: state.error, old: state.id !== id };
}

const askDetails = (source: ReviewSource) => source.details();
const askDocument = (source: ReviewSource) => source.document();

export const useDetails = (source: ReviewSource) => useLoaded(source, askDetails);
export const useDocument = (source: ReviewSource) => useLoaded(source, askDocument);
