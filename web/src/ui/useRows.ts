import { type RefObject, useEffect, useState } from 'react';

const BEYOND = 8;

/** Which of many rows of one height have to be there for what a scrolled box shows. */
export function useRows(box: RefObject<HTMLElement | null>, total: number, height: number) {
  const [view, setView] = useState({ top: 0, height: 400 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const read = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const sized = new ResizeObserver(read);
    sized.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      sized.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [box]);
  const first = Math.max(0, Math.min(total, Math.floor(view.top / height)) - BEYOND);
  const end = Math.min(total, Math.ceil((view.top + view.height) / height) + BEYOND);
  return { first, end };
}
