import type { Ask } from '../../engine/client';
import type { DesiredText } from '../../engine/desired';
import type { Workspace } from '../../engine/workspace';
import type { Table } from '../../planner/types';
import { again } from '../../ui/again';
import { asCsv } from '../paste';

/** How often a planner that was started again is asked again: the cells are nowhere else. */
const TRIES = 5;
/** A YAML larger than this is not read at each letter. */
const LARGE = 64 * 1024;
const REST_MS = 150;

/**
 * The text with the cells of another table: a CSV is written by the planner, a YAML is changed in place, or
 * else, where it is written in a way that cannot be, becomes a CSV. Nothing where it was overtaken.
 */
export async function writeTable(
  { ask }: Workspace,
  { format, text }: DesiredText,
  before: Table,
  table: Table,
  overtaken: () => boolean,
): Promise<DesiredText | undefined> {
  if (table.rows.length === 0) return { format, text: '' };
  const csv = () => asked(() => ask('writeTable', table));
  if (format === 'csv' || text.trim() === '') return { format: 'csv', text: await csv() };
  if (text.length > LARGE) await new Promise((resolve) => setTimeout(resolve, REST_MS));
  if (overtaken()) return undefined;
  const { patched, Unfit } = await loadPatch();
  if (overtaken()) return undefined;
  try {
    const next = patched(text, before, table);
    if (await says(ask, next, await csv())) return { format: 'yaml', text: next };
  } catch (error) {
    if (!(error instanceof Unfit)) throw error;
  }
  return { format: 'csv', text: await csv() };
}

let failures = 0;
let loaded: typeof import('../yaml/patch') | undefined;

/** With the first such edit: it is as large as all other code of the grid. */
async function loadPatch() {
  try {
    loaded ??= await again(() => import('../yaml/patch'), failures);
    return loaded;
  } catch {
    failures += 1;
    throw new Error('What edits a YAML in place could not be loaded. Check the connection and try again.');
  }
}

/** The same at once, for a page that goes: nobody is asked whether it is right. */
export function writeNow(
  { format, text }: DesiredText,
  before: Table,
  table: Table,
): DesiredText | undefined {
  if (format === 'csv' || text.trim() === '')
    return { format: 'csv', text: asCsv([table.columns, ...table.rows.map(({ cells }) => cells)], true) };
  try {
    return loaded && { format, text: loaded.patched(text, before, table) };
  } catch {
    return undefined;
  }
}

/** Whether the planner reads the same out of both; where an item is at fault, nothing else than there. */
async function says(ask: Ask, yaml: string, csv: string): Promise<boolean> {
  const [mine, cells] = await Promise.all([
    asked(() => ask('readYaml', yaml)),
    asked(() => ask('readCsv', csv)),
  ]);
  const [read, wanted] = [mine, cells].map(({ items }) => items.map(({ item }) => JSON.stringify(item)));
  if (mine.problems.length + cells.problems.length === 0) return `${read}` === `${wanted}`;
  const readable = cells.problems.length > 0 || mine.problems.every(({ item }) => item != null);
  return readable && (read ?? []).every((item) => wanted?.includes(item));
}

async function asked<T>(question: () => Promise<T>): Promise<T> {
  for (let tries = TRIES; ; tries -= 1) {
    try {
      return await question();
    } catch (error) {
      if (tries === 0) throw error;
    }
  }
}
