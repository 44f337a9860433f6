import { useEffect, useState } from 'react';

/** Pixels of 1rem: what is laid out in code grows with the reader's font as the rest of the page does. */
export function useRem(): number {
  const [rem, setRem] = useState(remNow);
  useEffect(() => {
    const read = () => setRem(remNow());
    addEventListener('resize', read);
    return () => removeEventListener('resize', read);
  }, []);
  return rem;
}

function remNow(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
