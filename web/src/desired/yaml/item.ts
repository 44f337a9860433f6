import { isScalar, isSeq, type Pair, type Scalar } from 'yaml';
import { KEYS } from '../../planner/keys';
import { listStep } from './list';
import {
  below,
  columnOf,
  endOf,
  type Item,
  lineStart,
  pairOf,
  type Splice,
  spanOf,
  trimmed,
  Unfit,
  wholeLines,
} from './source';
import { type Value, written } from './values';

const ORDER: readonly string[] = KEYS.map(({ key }) => key);

/** Gives a key of an item another value. The next step, or none where it has it. */
export function keyStep(text: string, item: Item, key: string, value: Value): Splice | undefined {
  const pair = pairOf(item, key);
  if (!pair) return value === undefined || value === null ? undefined : added(text, item, key, value);
  if (value === undefined) return removed(text, item, pair);
  if (Array.isArray(value) && isSeq(pair.value)) return listStep(text, pair.value, value);
  return replaced(text, pair, value);
}

function replaced(
  text: string,
  pair: Pair<Scalar, unknown>,
  value: Exclude<Value, undefined>,
): Splice | undefined {
  const node = pair.value;
  if (isScalar(node) ? node.value === value : !node && value === null) return undefined;
  const from = text.indexOf(':', spanOf(pair.key).to) + 1;
  const to = endOf(text, pair);
  const gap = text.slice(from, node ? spanOf(node).from : from);
  // A comment between key and value stays where it is, which only a value on its own line can have.
  if (gap.includes('\n') && gap.includes('#')) throw new Unfit('A comment stands between key and value.');
  const insert = written(value, isScalar(node) ? node.type : undefined);
  return { from, to: Math.max(to, from), insert: insert === '' ? '' : ` ${insert}` };
}

function added(text: string, item: Item, key: string, value: Exclude<Value, undefined | null>): Splice {
  const before = ORDER.slice(0, ORDER.indexOf(key));
  const previous = item.items.findLast((pair) => before.includes(`${pair.key.value}`)) ?? item.items.at(-1);
  if (!previous) throw new Unfit('An item is empty.');
  const line = `${key}: ${written(value)}`;
  const end = endOf(text, previous);
  if (item.flow) return { from: end, to: end, insert: `, ${line}` };
  const [first] = item.items;
  const column = columnOf(text, spanOf(first?.key).from);
  return below(text, end, [`${' '.repeat(column)}${line}`]);
}

function removed(text: string, item: Item, pair: Pair<Scalar, unknown>): Splice {
  const at = item.items.indexOf(pair as Item['items'][number]);
  const [before, next] = [item.items[at - 1], item.items[at + 1]];
  const { from } = spanOf(pair.key);
  const to = endOf(text, pair);
  if (item.flow) {
    if (next) return { from, to: spanOf(next.key).from, insert: '' };
    return { from: before ? endOf(text, before) : from, to, insert: '' };
  }
  const own = /^\s*$/.test(text.slice(lineStart(text, from), from));
  if (own) return wholeLines(text, from, to);
  // The first key of an item stands behind the dash.
  if (!next || text.slice(to, spanOf(next.key).from).trim() !== '')
    throw new Unfit('A dash would stand alone.');
  return { from, to: spanOf(next.key).from, insert: '' };
}

/** Where the dash of an item in lines stands, and where what the item says ends. */
export function placeOf(text: string, item: Item): { dash: number; end: number } {
  const [first] = item.items;
  const last = item.items.at(-1);
  if (!first || !last) throw new Unfit('An item is empty.');
  const dash = text.lastIndexOf('-', spanOf(first.key).from - 1);
  if (item.flow) return { dash, end: trimmed(text, spanOf(item).to) };
  return { dash, end: endOf(text, last) };
}
