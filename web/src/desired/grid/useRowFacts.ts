import { useMemo } from 'react';
import type { Problem, Table } from '../../planner/types';
import { useDesired, useProblems } from '../../workspace/hooks';
import { type Column, columnOf } from '../columns';

export interface RowFacts {
  roleName?: string;
  /** What is wrong with a cell, or (under '') with the row. */
  faults: Partial<Record<Column | '', string>>;
}

/** What the planner says of each row. */
export function useRowFacts(table: Table | undefined): RowFacts[] {
  const { format, problems } = useProblems();
  const { items } = useDesired();
  return useMemo(() => {
    if (!table) return [];
    // The items of a YAML are numbered; the rows of a CSV have their line.
    const yaml = format === 'yaml';
    const faulty = byPlace(problems, yaml);
    const names = new Map(items.map((item) => [yaml ? item.number : (item.line ?? 0), item.role_name]));
    return table.rows.map((row, index) => {
      const place = yaml ? index + 1 : row.line;
      return { roleName: names.get(place), faults: faultsOf(faulty.get(place) ?? []) };
    });
  }, [table, items, problems, format]);
}

function byPlace(problems: Problem[], yaml: boolean): Map<number, Problem[]> {
  const places = new Map<number, Problem[]>();
  for (const problem of problems) {
    const place = (yaml ? problem.item : problem.line) ?? 0;
    places.set(place, [...(places.get(place) ?? []), problem]);
  }
  return places;
}

function faultsOf(problems: Problem[]): RowFacts['faults'] {
  const faults: RowFacts['faults'] = {};
  for (const { key, message } of problems) {
    const column = columnOf(key) ?? '';
    faults[column] = faults[column] ? `${faults[column]}\n${message}` : message;
  }
  return faults;
}
