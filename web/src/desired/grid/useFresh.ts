import { useEffect, useMemo } from 'react';
import type { Editing } from './editing';
import type { GridRow } from './useGridRows';
import type { RowFacts } from './useRowFacts';
import type { useTableActions } from './useTableActions';

/** A row that was just added, and not left since. */
export interface Fresh {
  row: number;
  /** Enter at the end made it: left as it came, it goes again. */
  byEnter: boolean;
}

/** What is said of the rows: nothing yet of one that is being filled in, nor of a cell that is being written. */
export function useQuietFacts(facts: RowFacts[], fresh?: Fresh, editing?: Editing): RowFacts[] {
  return useMemo(
    () =>
      facts.map((one, row) => {
        if (row === fresh?.row) return { ...one, faults: {} };
        if (!editing || row !== editing.row || editing.faulty) return one;
        const { [editing.column]: _, ...faults } = one.faults;
        return { ...one, faults };
      }),
    [facts, fresh, editing],
  );
}

/** Once the cursor is in another row the added one is like any other; or goes, if nothing was written. */
export function useLeftRow(
  fresh: Fresh | undefined,
  at: GridRow | undefined,
  rows: GridRow[],
  { remove }: ReturnType<typeof useTableActions>,
  onLeft: () => void,
): void {
  useEffect(() => {
    if (!fresh || !at || at.index === fresh.row) return;
    const row = rows.find(({ index }) => index === fresh.row);
    onLeft();
    if (fresh.byEnter && row && isUntouched(row)) remove([fresh.row]);
  });
}

function isUntouched({ values }: GridRow): boolean {
  return `${values.role}${values.scopes}${values.permissions}${values.source_role}` === '';
}
