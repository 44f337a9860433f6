import { useEffect, useMemo, useRef, useState } from 'react';
import { useWorkspace } from '../workspace/context';
import { keyOf, type Pair, planSide, type Side } from './side';

/** Typing is not held up by comparing every letter. */
const PAUSE = 250;
const PER_RENDER = 50;

export interface Compared extends Pair {
  /** Absent while it is being planned. */
  sides?: [Side, Side];
}

/** Plans both sides of each pair, one after the other; what was planned before is not planned again. */
export function useComparison(pairs: Pair[]): Compared[] {
  const { ask } = useWorkspace();
  const [plans, setPlans] = useState(new Map<string, Side>());
  const known = useRef(plans);
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(async () => {
      const keys = new Set(pairs.flatMap(({ a, b }) => [keyOf(a), keyOf(b)]));
      const next = new Map(
        [...known.current].filter(([key, side]) => keys.has(key) && side.state !== 'refused'),
      );
      known.current = next;
      const show = () => setPlans(new Map(next));
      let since = 0;
      for (const side of pairs.flatMap(({ a, b }) => [a, b])) {
        const key = keyOf(side);
        if (next.has(key)) continue;
        const planned = await planSide(side, ask);
        if (!wanted) return;
        next.set(key, planned);
        since += 1;
        if (since % PER_RENDER === 0) show();
      }
      show();
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [pairs, ask]);
  return useMemo(
    () =>
      pairs.map((pair) => {
        const [a, b] = [plans.get(keyOf(pair.a)), plans.get(keyOf(pair.b))];
        return a && b ? { ...pair, sides: [a, b] } : pair;
      }),
    [pairs, plans],
  );
}
