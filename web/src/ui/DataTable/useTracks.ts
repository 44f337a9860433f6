import { type RefObject, useLayoutEffect, useState } from 'react';
import { rem } from './rem';

/** What the name of a column takes beside a cell of its own. */
const LABEL = 7;

/** How wide the columns are just now, in rem: cells that have to choose what to show ask for it. */
export function useTracks(box: RefObject<HTMLElement | null>, tracks: string): readonly number[] {
  const [actual, setActual] = useState<readonly number[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other tracks make other widths
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const read = () => {
      const heads = [...element.querySelectorAll('thead th')];
      const one = rem();
      // Where there are no heads a cell has a line of its own.
      const alone = element.clientWidth / one - LABEL;
      const next = heads.map((head) => {
        const width = head.getBoundingClientRect().width / one || alone;
        return Math.round(width * 4) / 4;
      });
      setActual((now) => (`${now}` === `${next}` ? now : next));
    };
    read();
    const sized = new ResizeObserver(read);
    sized.observe(element);
    return () => sized.disconnect();
  }, [box, tracks]);
  return actual;
}
