import { type RefObject, useLayoutEffect, useState } from 'react';
import { useRem } from './useRem';

/** Whether a part of the page is at least this wide, in rem. */
export function useRoom(box: RefObject<HTMLElement | null>, wanted: number): boolean {
  const rem = useRem();
  const [room, setRoom] = useState(false);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const read = () => setRoom(element.clientWidth >= wanted * rem);
    read();
    const sized = new ResizeObserver(read);
    sized.observe(element);
    return () => sized.disconnect();
  }, [box, wanted, rem]);
  return room;
}
