import { isScalar, type Scalar, type YAMLSeq } from 'yaml';
import { below, lineStart, type Splice, spanOf, trimmed, Unfit, wholeLines } from './source';
import { written } from './values';

/** Makes one list of names into another: what is in both stays as it is written. The next step, or none. */
export function listStep(text: string, list: YAMLSeq, wanted: string[]): Splice | undefined {
  const nodes = list.items.map((node) => {
    if (!isScalar(node)) throw new Unfit('A list holds more than names.');
    return node as Scalar;
  });
  const now = nodes.map(({ value }) => `${value}`);
  const shorter = Math.min(now.length, wanted.length);
  let start = 0;
  while (start < shorter && now[start] === wanted[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && now.at(-1 - tail) === wanted.at(-1 - tail)) tail += 1;
  const [from, to] = [start, now.length - tail];
  const added = wanted.slice(start, wanted.length - tail);
  const [first] = added;
  if (from === to && first === undefined) return undefined;
  const at = nodes[from];
  if (at && from < to && first !== undefined) {
    const span = spanOf(at);
    return { ...span, to: trimmed(text, span.to), insert: written(first, at.type) };
  }
  const whole = () => ({ ...spanOf(list), to: trimmed(text, spanOf(list).to), insert: written(wanted) });
  if (now.length === 0 || wanted.length === 0) return list.flow ? whole() : emptied(text, list, wanted);
  return list.flow ? inBrackets(nodes, from, to, added) : inLines(text, nodes, from, to, added);
}

function inBrackets(nodes: Scalar[], from: number, to: number, added: string[]): Splice {
  const spans = nodes.map(spanOf);
  const [before, at, next, last] = [spans[from - 1], spans[from], spans[to], spans[to - 1]];
  if (added.length > 0) {
    const names = added.map((one) => written(one)).join(', ');
    if (before) return { from: before.to, to: before.to, insert: `, ${names}` };
    const first = at?.from ?? 0;
    return { from: first, to: first, insert: `${names}, ` };
  }
  if (at && next) return { from: at.from, to: next.from, insert: '' };
  return { from: before?.to ?? 0, to: last?.to ?? 0, insert: '' };
}

function inLines(text: string, nodes: Scalar[], from: number, to: number, added: string[]): Splice {
  const spans = nodes.map(spanOf);
  const [before, at, last] = [spans[from - 1], spans[from], spans[to - 1]];
  if (added.length === 0 && at && last) return wholeLines(text, at.from, trimmed(text, last.to));
  const sibling = before ?? at;
  if (!sibling) throw new Unfit('A list has no line to follow.');
  const dash = text.slice(lineStart(text, sibling.from), sibling.from);
  if (!/^\s*-\s+$/.test(dash)) throw new Unfit('A list has several names in a line.');
  const lines = added.map((one) => `${dash}${written(one)}`);
  if (before) return below(text, trimmed(text, before.to), lines);
  const start = lineStart(text, sibling.from);
  return { from: start, to: start, insert: lines.map((line) => `${line}\n`).join('') };
}

/** A list in lines without any is written in brackets. */
function emptied(text: string, list: YAMLSeq, wanted: string[]): Splice {
  const { from, to } = spanOf(list);
  const colon = text.lastIndexOf(':', from);
  if (text.slice(colon + 1, from).includes('#')) throw new Unfit('A comment stands between key and list.');
  return { from: colon + 1, to: trimmed(text, to), insert: ` ${written(wanted)}` };
}
