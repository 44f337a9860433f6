import { useMemo, useState } from 'react';
import { type Place, type Range, rangeOf } from './range';

interface State {
  place: Place;
  /** The other end of what is selected. */
  anchor: Place;
  /** Counts what asked for the focus: a pointer gives it by itself. */
  asked: number;
}

/** Which cell of a table has the keyboard, and which are selected. */
export interface Cursor {
  place: Place;
  range: Range;
  asked: number;
  /** `extend`: the selection reaches to there from where it began. */
  put(place: Place, how?: { extend?: boolean; focus?: boolean }): void;
  select(from: Place, to: Place): void;
}

const START: Place = { row: 0, column: 0 };

export function useCursor(): Cursor {
  const [{ place, anchor, asked }, setState] = useState<State>({ place: START, anchor: START, asked: 0 });
  return useMemo(
    () => ({
      place,
      range: rangeOf(anchor, place),
      asked,
      put: (next, { extend = false, focus = true } = {}) =>
        setState((now) => ({
          place: next,
          anchor: extend ? now.anchor : next,
          asked: now.asked + (focus ? 1 : 0),
        })),
      select: (from, to) => setState((now) => ({ place: from, anchor: to, asked: now.asked + 1 })),
    }),
    [place, anchor, asked],
  );
}
