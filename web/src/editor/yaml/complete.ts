import type { Completion, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';
import { KEYS } from '../../planner/keys';
import { quoted } from '../../planner/scopes';
import type { Names } from '../../planner/types';
import { entries, itemAt, scalarOf } from './context';

export type NamesOf = (resource: string | undefined) => Names | undefined;

const SKELETON =
  'items:\n  - resource_name: \n    type: managed\n    role: ro\n    scopes: []\n    privileges: [SELECT]\n';

/** Offers keys where a key can stand, and what the snapshot holds where a value can. */
export function completeYaml(namesOf: NamesOf): CompletionSource {
  return (context) => {
    const { state, pos, explicit } = context;
    if (state.doc.length === 0) return explicit ? whole([{ label: 'items:', apply: SKELETON }], 0) : null;
    const item = itemAt(state, pos);
    const word = context.matchBefore(/[\w."$-]*/);
    if (!item || (!explicit && word?.text === '' && !/[[,:-] ?$/.test(before(state, pos)))) return null;
    const from = word?.from ?? pos;
    if (inKey(state, from)) return whole(missingKeys(state, item), from);
    const key = keyAt(state, pos);
    return key ? whole(values(key, namesOf(scalarOf(state, item, 'resource_name'))), from) : null;
  };
}

function whole(options: Completion[], from: number): CompletionResult | null {
  return options.length > 0 ? { from, options, validFor: /^[\w."$-]*$/ } : null;
}

function before(state: EditorState, pos: number): string {
  return state.sliceDoc(state.doc.lineAt(pos).from, pos);
}

/** A key begins a line, or follows the dash of its item. */
function inKey(state: EditorState, from: number): boolean {
  const line = state.doc.lineAt(from);
  return /^\s*(- )?$/.test(state.sliceDoc(line.from, from)) && !isListLine(state, from);
}

/** A dash below `scopes:` begins a value, not an item. */
function isListLine(state: EditorState, pos: number): boolean {
  return /^\s*- ?/.test(state.doc.lineAt(pos).text) && listKeyAbove(state, pos) !== undefined;
}

function keyAt(state: EditorState, pos: number): string | undefined {
  return /^\s*(?:- )?(\w+)\s*:/.exec(before(state, pos))?.[1] ?? listKeyAbove(state, pos);
}

/** The key that the list around the position is the value of: the nearest `key:` line above. */
function listKeyAbove(state: EditorState, pos: number): string | undefined {
  for (let number = state.doc.lineAt(pos).number - 1; number > 0; number--) {
    const { text } = state.doc.line(number);
    const key = /^\s*(?:- )?(\w+)\s*:/.exec(text)?.[1];
    if (key) return KEYS.some((one) => one.key === key && one.list) ? key : undefined;
    if (!/^\s*(-|#|$)/.test(text) && !/[[,]\s*$/.test(text)) return undefined;
  }
  return undefined;
}

function missingKeys(state: EditorState, item: SyntaxNode): Completion[] {
  const present = new Set(entries(state, item).map(({ key }) => key));
  return KEYS.filter(({ key }) => !present.has(key)).map(({ key, about, list }) => ({
    label: key,
    detail: about,
    apply: `${key}: ${list ? '[]' : ''}`,
    type: 'property',
  }));
}

function values(key: string, names: Names | undefined): Completion[] {
  const words = KEYS.find((one) => one.key === key)?.words ?? [];
  if (words.length > 0) return words.map((label) => ({ label }));
  if (!names) return [];
  if (key === 'privileges') return [...names.privileges, 'ALL'].map((label) => ({ label }));
  if (key === 'source_role') return names.roles.map((label) => ({ label: quotedYaml(label) }));
  if (key !== 'scopes') return [];
  return names.databases.flatMap(({ name, schemas }) => [
    { label: quotedYaml(quoted(name)), detail: 'database' },
    ...schemas.map((schema) => ({
      label: quotedYaml(`${quoted(name)}.${quoted(schema)}`),
      detail: 'schema',
      boost: -1,
    })),
  ]);
}

/** A name that YAML would read as something else stands in single quotes. */
function quotedYaml(text: string): string {
  return /^[A-Za-z_][\w.$-]*$/.test(text) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)
    ? text
    : `'${text.replaceAll("'", "''")}'`;
}
