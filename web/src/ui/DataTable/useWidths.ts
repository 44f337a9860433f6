import { useCallback, useState } from 'react';
import { bounded, type Widths } from './columns';

/** The widths that a person gave to columns, kept in this browser under the table's name. */
export function useWidths(name: string): [Widths, (column: string, width: number | undefined) => void] {
  const key = `rolewright.widths.${name}`;
  const [widths, setWidths] = useState<Widths>(() => read(key));
  const give = useCallback(
    (column: string, width: number | undefined) =>
      setWidths((now) => {
        const { [column]: _, ...others } = now;
        const next = width === undefined ? others : { ...others, [column]: bounded(width) };
        write(key, next);
        return next;
      }),
    [key],
  );
  return [widths, give];
}

function read(key: string): Widths {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    const entries = Object.entries(value as object).filter(([, width]) => typeof width === 'number');
    return Object.fromEntries(entries.map(([column, width]) => [column, bounded(width)]));
  } catch {
    return {};
  }
}

function write(key: string, widths: Widths): void {
  try {
    localStorage.setItem(key, JSON.stringify(widths));
  } catch {
    // They are as wide as they are until the page goes.
  }
}
