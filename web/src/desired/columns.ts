import { KEYS } from '../planner/keys';

type Key = (typeof KEYS)[number];
/** A column of a roles CSV. */
export type Column = Key['column'];
/** Those that few roles need. */
export type Optional = Extract<Key, { added: true }>['column'];

/** Columns of a roles CSV in the format's order. */
export const ALL_COLUMNS: readonly Column[] = KEYS.map(({ column }) => column);
export const OPTIONAL: readonly Optional[] = KEYS.filter((key) => key.added).map(({ column }) => column);
/** Those of the reference document's header. */
export const COLUMNS: readonly Column[] = KEYS.filter(({ added }) => !added).map(({ column }) => column);

export const LABELS = Object.fromEntries(KEYS.map(({ column, title }) => [column, title])) as Record<
  Column,
  string
>;

/** The key that the column holds. */
export function keyOf(column: Column): Key {
  return KEYS.find((key) => key.column === column) ?? KEYS[0];
}

/** By any of its names: the column's, the key of plan.yaml, and what the grid's head says. */
export function columnOf(name: string | null | undefined): Column | undefined {
  const wanted = name?.trim().toLowerCase().replaceAll(' ', '_');
  return KEYS.find(
    ({ key, column, title }) =>
      key === wanted || column === wanted || title.toLowerCase().replaceAll(' ', '_') === wanted,
  )?.column;
}
