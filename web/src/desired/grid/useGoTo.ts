import { useEffect, useRef } from 'react';
import type { Problem } from '../../planner/types';
import { type Column, columnOf } from '../columns';
import type { GridRow } from './useGridRows';

/** Leads to the row that a problem is in, with each problem that is gone to. */
export function useGoTo(
  goTo: { problem: Problem } | undefined,
  rows: GridRow[],
  go: (row: number, column?: Column) => void,
): void {
  const latest = useRef({ rows, go });
  latest.current = { rows, go };
  useEffect(() => {
    if (!goTo) return;
    const { item, line, key } = goTo.problem;
    const { rows, go } = latest.current;
    const row = item != null ? item - 1 : rows.findIndex((one) => one.line === line);
    if (row >= 0 && row < rows.length) go(row, columnOf(key));
  }, [goTo]);
}
