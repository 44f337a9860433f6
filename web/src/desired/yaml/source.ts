import {
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

/** The text is written in a way that cannot be changed in place. */
export class Unfit extends Error {}

/** One change of a text. */
export interface Splice {
  from: number;
  to: number;
  insert: string;
}

export function spliced(text: string, { from, to, insert }: Splice): string {
  return text.slice(0, from) + insert + text.slice(to);
}

export type Item = YAMLMap<Scalar, unknown>;

/** The items of plan.yaml, with where they stand in the text. */
export function itemsOf(text: string): YAMLSeq<Item> {
  const document = parseDocument(text, { strict: true });
  const items = document.get('items');
  if (document.errors.length > 0 || !isSeq(items)) throw new Unfit('The YAML cannot be read.');
  if (!items.items.every((item) => isMap(item) && item.items.every(({ key }) => isScalar(key))))
    throw new Unfit('An item is no plain mapping.');
  return items as YAMLSeq<Item>;
}

export function pairOf(item: Item, key: string): Pair<Scalar, unknown> | undefined {
  return item.items.find((pair) => pair.key.value === key);
}

/** Where a node begins, and where what it says ends. */
export function spanOf(node: unknown): { from: number; to: number } {
  const { range, anchor, tag } = node as { range?: [number, number, number]; anchor?: string; tag?: string };
  if (!range || anchor !== undefined || (tag !== undefined && isScalar(node))) {
    throw new Unfit('A value has a name or a tag of its own.');
  }
  return { from: range[0], to: range[1] };
}

/** Where a pair ends: its value's end, or that of its colon. */
export function endOf(text: string, pair: Pair<Scalar, unknown>): number {
  if (pair.value) {
    const { to } = spanOf(pair.value);
    // A block's end is the beginning of the next line.
    return trimmed(text, to);
  }
  return text.indexOf(':', spanOf(pair.key).to) + 1;
}

/** Back over line breaks and blanks. */
export function trimmed(text: string, to: number): number {
  let end = to;
  while (end > 0 && /\s/.test(text[end - 1] ?? '')) end -= 1;
  return end;
}

export function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

/** The line break that ends the line, or the end of the text. */
export function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found;
}

/** How far from the beginning of its line. */
export function columnOf(text: string, at: number): number {
  return at - lineStart(text, at);
}

/** Whole lines, with the line break that ends them. */
export function wholeLines(text: string, from: number, to: number): Splice {
  return { from: lineStart(text, from), to: Math.min(lineEnd(text, to) + 1, text.length), insert: '' };
}

/** New lines below the one that something ends on. */
export function below(text: string, end: number, lines: string[]): Splice {
  const at = lineEnd(text, end);
  return { from: at, to: at, insert: lines.map((line) => `\n${line}`).join('') };
}
