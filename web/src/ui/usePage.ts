import { useState } from 'react';

/** A window onto a list; back at its beginning when another list is looked at. */
export function usePage(total: number, size: number, of: string) {
  const [page, setPage] = useState({ of, from: 0 });
  const wanted = page.of === of ? page.from : 0;
  const from = wanted < total ? wanted : 0;
  return { from, to: Math.min(from + size, total), move: (to: number) => setPage({ of, from: to }) };
}
