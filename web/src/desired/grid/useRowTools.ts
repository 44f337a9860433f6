import { useMemo, useRef } from 'react';
import type { GridRow } from './useGridRows';
import type { useTableActions } from './useTableActions';

/** What the buttons of a row do; the same object as long as they can do the same. */
export function useRowTools(
  actions: ReturnType<typeof useTableActions>,
  locked: { disabled: boolean; waiting: boolean },
  rows: GridRow[],
  put: (row: number) => void,
) {
  const latest = useRef({ rows, put });
  latest.current = { rows, put };
  const { disabled, waiting } = locked;
  return useMemo(
    () => ({
      disabled,
      waiting,
      onDuplicate(row: number) {
        if (!waiting) actions.duplicate(row);
      },
      onDelete(row: number) {
        if (waiting || !actions.remove([row])) return;
        const { rows, put } = latest.current;
        const place = rows.findIndex(({ index }) => index === row);
        put(Math.max(0, Math.min(place, rows.length - 2)));
      },
    }),
    [actions, disabled, waiting],
  );
}
