import { useMemo } from 'react';
import type { Problem, Table } from '../../planner/types';
import { useDesired, useProblems } from '../../workspace/hooks';
import { type Column, columnOf } from '../columns';

export interface RowFacts {
  roleName?: string;
  /** What is wrong with a cell, or (under '') with the row. */
  faults: Partial<Record<Column | '', string>>;
}

const NONE: RowFacts = { faults: {} };

/** What the planner says of each row. */
export function useRowFacts(table: Table | undefined): RowFacts[] {
  const { format, problems } = useProblems();
  const { items } = useDesired();
  return useMemo(() => {
    if (!table) return [];
    const faulty = byLine(problems);
    const names = new Map(items.map((item) => [item.line ?? 0, item.role_name]));
    return table.rows.map((row, index) => {
      // Rows made from YAML stand one for each item; rows of a CSV have their line.
      if (format === 'yaml') return { ...NONE, roleName: items[index]?.role_name };
      return { roleName: names.get(row.line), faults: faultsOf(faulty.get(row.line) ?? []) };
    });
  }, [table, items, problems, format]);
}

function byLine(problems: Problem[]): Map<number, Problem[]> {
  const lines = new Map<number, Problem[]>();
  for (const problem of problems)
    lines.set(problem.line ?? 0, [...(lines.get(problem.line ?? 0) ?? []), problem]);
  return lines;
}

function faultsOf(problems: Problem[]): RowFacts['faults'] {
  const faults: RowFacts['faults'] = {};
  for (const { key, message } of problems) {
    const column = columnOf(key) ?? '';
    faults[column] = faults[column] ? `${faults[column]}\n${message}` : message;
  }
  return faults;
}
