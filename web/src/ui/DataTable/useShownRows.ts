import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback } from 'react';
import { rem } from './rem';

const BEYOND = 6;
/** What a row of one line takes, in rem. */
const LINE = 2.25;

/** Which rows are on the page, and where. That of the cursor always is: what has the focus keeps it. */
export function useShownRows(
  box: RefObject<HTMLElement | null>,
  rows: readonly { id: string }[],
  cursorRow: number,
) {
  const rangeExtractor = useCallback(
    (range: Range) => {
      const seen = defaultRangeExtractor(range);
      if (cursorRow < 0 || cursorRow >= range.count || seen.includes(cursorRow)) return seen;
      return [...seen, cursorRow].sort((a, b) => a - b);
    },
    [cursorRow],
  );
  const virtual = useVirtualizer<HTMLElement, HTMLElement>({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE * rem(),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: BEYOND,
    rangeExtractor,
  });
  return {
    items: virtual.getVirtualItems(),
    height: virtual.getTotalSize(),
    measure: virtual.measureElement,
  };
}
