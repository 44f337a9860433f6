import { Document, Scalar, YAMLSeq } from 'yaml';
import { KEYS } from '../../planner/keys';
import { privilegeWords, splitList } from '../../planner/scopes';

/** What a key is given. Null: the key stays, and says nothing; undefined: it goes. */
export type Value = string | number | boolean | string[] | null | undefined;

const NUMBERS = ['connection_limit', 'logins'];
/** The keys that every item has: an empty one keeps its place, and its comment. */
const TEXTS = ['resource_name', 'role'];
const KEPT = ['type', 'scopes', 'privileges'];

/** The key that a column holds, and what its cell says there. */
export function entryOf(column: string, cell: string, external: boolean): [key: string, value: Value] {
  const found = KEYS.find((one) => one.column === column);
  const key = found?.key ?? column;
  const text = cell.trim();
  if (text === '') {
    if (TEXTS.includes(key)) return [key, ''];
    return [key, KEPT.includes(key) && !(external && found?.list) ? null : undefined];
  }
  if (found?.list) {
    if (key === 'privileges' && /^none$/i.test(text)) return [key, []];
    return [key, key === 'privileges' ? privilegeWords(text) : splitList(text, ';')];
  }
  if (key === 'rotate_password' && /^(true|false)$/i.test(text)) return [key, text.toLowerCase() === 'true'];
  if (NUMBERS.includes(key) && /^-?\d+$/.test(text)) return [key, Number(text)];
  return [key, text];
}

/** Words that an older YAML reads as true or false. */
const WORDS = /^(y|n|yes|no|on|off)$/i;

/** As YAML that may stand in a block or in brackets; in the quotes that stand there already. */
export function written(value: Exclude<Value, undefined>, quotes?: Scalar.Type | null): string {
  if (value === null) return '';
  if (Array.isArray(value)) return `[${value.map((one) => written(one)).join(', ')}]`;
  const scalar = new Scalar(value);
  if (quotes === 'QUOTE_SINGLE' || quotes === 'QUOTE_DOUBLE') scalar.type = quotes;
  else if (typeof value === 'string' && WORDS.test(value)) scalar.type = 'QUOTE_SINGLE';
  const list = new YAMLSeq();
  list.flow = true;
  list.add(scalar);
  const document = new Document(list);
  const text = document.toString({ lineWidth: 0, flowCollectionPadding: false, singleQuote: true });
  return text.trim().slice(1, -1).trim();
}
