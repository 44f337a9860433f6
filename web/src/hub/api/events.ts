import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

/** How the page hears of what happens. */
export type Line = 'live' | 'connecting';

/** Answers are asked for again this much after something happened: an apply says much at once. */
const PAUSE_MS = 250;

/** Listens to what happens with jobs; the browser comes back by itself, and hears what it missed. */
export function useEvents(): Line {
  const client = useQueryClient();
  const [line, setLine] = useState<Line>('connecting');
  useEffect(() => {
    const source = new EventSource('/api/v1/events');
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries();
      }, PAUSE_MS);
    };
    source.onopen = () => {
      setLine('live');
      again();
    };
    source.onmessage = again;
    source.onerror = () => setLine('connecting');
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client]);
  return line;
}
