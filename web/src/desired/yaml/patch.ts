import { isSeq, parseDocument } from 'yaml';
import type { Table, TableRow } from '../../planner/types';
import { keyStep, placeOf } from './item';
import {
  below,
  columnOf,
  type Item,
  itemsOf,
  lineStart,
  type Splice,
  spanOf,
  spliced,
  trimmed,
  Unfit,
  wholeLines,
} from './source';
import { entryOf, written } from './values';

export { Unfit };

/**
 * The YAML with the rows of `after` in the place of those of `before`, which it says: only what is another
 * is written anew, so that comments, order, quotes and brackets stay. Throws `Unfit` where it cannot.
 *
 * Rows are the same by their `line`; those without one are new.
 */
export function patched(text: string, before: Table, after: Table): string {
  if (itemsOf(text).items.length !== before.rows.length) throw new Unfit('The rows are of another text.');
  const stays = new Set(after.rows.map(({ line }) => line));
  let result = text;
  before.rows.forEach((row, index) => {
    const now = after.rows.find(({ line }) => line !== 0 && line === row.line);
    if (now)
      result = withCells(
        result,
        index,
        { columns: before.columns, row },
        { columns: after.columns, row: now },
      );
  });
  let anchor = -1;
  const groups = new Map<number, TableRow[]>();
  for (const row of after.rows) {
    if (row.line === 0) groups.set(anchor, [...(groups.get(anchor) ?? []), row]);
    else anchor = before.rows.findIndex(({ line }) => line === row.line);
  }
  for (let index = before.rows.length - 1; index >= -1; index -= 1) {
    const rows = groups.get(index);
    if (rows) result = withRows(result, index, after.columns, rows);
    const row = before.rows[index];
    if (row && !stays.has(row.line)) result = withoutItem(result, index);
  }
  return result;
}

interface Cells {
  columns: string[];
  row: TableRow;
}

function withCells(text: string, index: number, before: Cells, after: Cells): string {
  const cell = ({ columns, row }: Cells, column: string) => row.cells[columns.indexOf(column)] ?? '';
  const external = cell(after, 'type') === 'external';
  let result = text;
  for (const column of after.columns) {
    if (cell(before, column) === cell(after, column)) continue;
    const [key, value] = entryOf(column, cell(after, column), external);
    // Several steps where a list changes in more than one place. Bounded: each brings it nearer.
    for (let step = 0; ; step += 1) {
      const item = itemsOf(result).items[index];
      const next = item && keyStep(result, item, key, value);
      if (!next) break;
      if (step > 1000) throw new Unfit('A value is not what it was made.');
      result = spliced(result, next);
    }
  }
  return result;
}

function withRows(text: string, after: number, columns: string[], rows: TableRow[]): string {
  const items = itemsOf(text);
  const [first] = items.items;
  if (!first) return withFirstRows(text, columns, rows);
  const sibling = items.items[after] ?? first;
  if (items.flow) {
    const inline = rows.map((row) => `{${linesOf(columns, row).join(', ')}}`).join(', ');
    if (after < 0) return spliced(text, { ...at(spanOf(first).from), insert: `${inline}, ` });
    return spliced(text, { ...at(trimmed(text, spanOf(sibling).to)), insert: `, ${inline}` });
  }
  const { dash, end } = placeOf(text, sibling);
  const indent = ' '.repeat(columnOf(text, dash));
  const lines = rows.flatMap((row) => block(indent, linesOf(columns, row)));
  if (after >= 0) return spliced(text, below(text, end, lines));
  return spliced(text, { ...at(lineStart(text, dash)), insert: lines.map((line) => `${line}\n`).join('') });
}

/** Into a list without any. */
function withFirstRows(text: string, columns: string[], rows: TableRow[]): string {
  const list = parseDocument(text).get('items');
  if (!isSeq(list)) throw new Unfit('There is no list of items.');
  const lines = rows.flatMap((row) => block('  ', linesOf(columns, row)));
  const { from, to } = spanOf(list);
  const insert = lines.map((line) => `\n${line}`).join('');
  return spliced(text, { from: trimmed(text, from), to, insert });
}

function withoutItem(text: string, index: number): string {
  const items = itemsOf(text);
  const [item, next, previous] = [items.items[index], items.items[index + 1], items.items[index - 1]];
  if (!item) throw new Unfit('There is no such item.');
  if (items.items.length === 1) {
    const { from, to } = spanOf(items);
    const start = items.flow ? from : text.lastIndexOf(':', from) + 1;
    return spliced(text, { from: start, to: trimmed(text, to), insert: items.flow ? '[]' : ' []' });
  }
  if (!items.flow) {
    const { dash, end } = placeOf(text, item);
    return spliced(text, wholeLines(text, dash, end));
  }
  const { from, to } = spanOf(item);
  if (next) return spliced(text, { from, to: spanOf(next as Item).from, insert: '' });
  return spliced(text, { from: trimmed(text, spanOf(previous).to), to: trimmed(text, to), insert: '' });
}

function linesOf(columns: string[], row: TableRow): string[] {
  const external = row.cells[columns.indexOf('type')] === 'external';
  return columns.flatMap((column, index) => {
    const [key, value] = entryOf(column, row.cells[index] ?? '', external);
    return value === undefined || (value === null && key !== 'type')
      ? []
      : [`${key}: ${written(value)}`.trimEnd()];
  });
}

function block(indent: string, lines: string[]): string[] {
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`);
}

function at(place: number): Pick<Splice, 'from' | 'to'> {
  return { from: place, to: place };
}
