import { type RefObject, useLayoutEffect } from 'react';

/** Marks on a box where there is more of it than is seen: `data-more="below right"`. Draws nothing anew. */
export function useEdges(box: RefObject<HTMLElement | null>, frame: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const [element, marked] = [box.current, frame.current];
    if (!element || !marked) return;
    const read = () => {
      const { scrollTop, scrollLeft, scrollWidth, scrollHeight, clientWidth, clientHeight } = element;
      const more = [
        scrollTop > 1 && 'above',
        scrollTop + clientHeight < scrollHeight - 1 && 'below',
        scrollLeft > 1 && 'left',
        scrollLeft + clientWidth < scrollWidth - 1 && 'right',
      ];
      marked.dataset.more = more.filter(Boolean).join(' ');
    };
    const sized = new ResizeObserver(read);
    sized.observe(element);
    for (const child of element.children) sized.observe(child);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      sized.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [box, frame]);
}
