import { useMemo } from 'react';
import { NOTE_KEYS } from '../../planner/keys';
import type { ReviewSource } from '../../planner/review';
import type { Problem, Table } from '../../planner/types';
import { useStore } from '../../ui/useStore';
import { useWorkspace } from '../../workspace/context';
import { useDesired, useProblems } from '../../workspace/hooks';
import { type Column, columnOf } from '../columns';

export interface RowFacts {
  roleName?: string;
  /** What is wrong with a cell, or (under '') with the row; whoever found it. */
  faults: Partial<Record<Column | '', string>>;
}

/** What the planner says of each row: of what is written, and of what it finds in the catalog. */
export function useRowFacts(table: Table | undefined, own: boolean): RowFacts[] {
  const { format, problems } = useProblems();
  const { items } = useDesired();
  const reviews = useStore(useWorkspace().planning, (now) => now.reviews);
  return useMemo(() => {
    if (!table) return [];
    // The items of a YAML are numbered; the rows of a CSV have their line.
    const yaml = format === 'yaml';
    const faulty = byPlace(problems, yaml);
    const places = new Map(
      items.map((item, index) => [yaml ? item.number : (item.line ?? 0), { item, review: reviews[index] }]),
    );
    return table.rows.map((row, index) => {
      // Where the cells are not those that the YAML was written from, an item may have none.
      const place = yaml ? (own ? index + 1 : (items[index]?.number ?? 0)) : row.line;
      const found = places.get(place);
      const faults = faultsOf(faulty.get(place) ?? []);
      // An item at fault stands for what it was last, whose plan says nothing about what it is now.
      if (Object.keys(faults).length === 0) addFailure(faults, found?.review);
      return { roleName: found?.item.role_name, faults };
    });
  }, [table, own, items, reviews, problems, format]);
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
  for (const { key, message, reason } of problems) add(faults, key, reason ?? message);
  return faults;
}

function addFailure(faults: RowFacts['faults'], review: ReviewSource | undefined): void {
  for (const { code, severity, message, help } of review?.failure?.notes ?? []) {
    if (severity === 'error') add(faults, NOTE_KEYS[code], help ? `${message} ${help}` : message);
  }
}

function add(faults: RowFacts['faults'], key: string | null | undefined, message: string): void {
  const column = columnOf(key) ?? '';
  faults[column] = faults[column] ? `${faults[column]}\n${message}` : message;
}
