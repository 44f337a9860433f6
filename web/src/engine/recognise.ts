import { KEYS } from '../planner/keys';
import type { Format } from './protocol';
import { textOf } from './text';

/** What a file is, told from what is in it before anything is done with it. */
export type Recognised =
  | { kind: 'snapshot' }
  | { kind: 'roles'; format: Format; text: string }
  /** `what` it is, and what to do with it. */
  | { kind: 'other'; what: string; todo: string };

/** A text of desired roles larger than this is none. */
const TEXT_LIMIT = 8 * 1024 * 1024;
/** Enough to know a file by. */
const HEAD = 64 * 1024;

export async function recognise(file: File): Promise<Recognised> {
  const head = await headOf(file);
  if (head === undefined)
    return unreadable('The browser could not read it: was it moved or changed since? Choose it again.');
  const packed = PACKED.find(({ magic }) => head.startsWith(magic));
  if (packed) return { kind: 'other', ...packed };
  const start = head.replace(/^\ufeff/, '').trimStart();
  const known = start.startsWith('{') && ofJson(start);
  if (known) return known;
  const named = /\.ya?ml$/i.test(file.name) ? 'yaml' : /\.(csv|tsv)$/i.test(file.name) ? 'csv' : undefined;
  const format = named ?? (ITEMS.test(start) ? 'yaml' : isRoles(headerOf(start)) ? 'csv' : undefined);
  // What is nothing else is read as a snapshot, and refused with the reason.
  if (!format) return { kind: 'snapshot' };
  if (file.size > TEXT_LIMIT) {
    return {
      kind: 'other',
      what: 'too large for a list of roles',
      todo: 'Up to 8 MB can be edited here. Split the file, or plan it with: rolewright plan -f',
    };
  }
  const text = await textOf(file);
  if (typeof text !== 'string') return unreadable(text.problem);
  return format === 'yaml' ? ofYaml(text) : ofCsv(text);
}

const PACKED = [
  {
    magic: 'PK\u0003\u0004',
    what: 'a packed file, as Excel makes them',
    todo: 'Save the sheet as CSV UTF-8 and open that.',
  },
];

async function headOf(file: File): Promise<string | undefined> {
  try {
    // Byte for character: what a file begins with can be told from that, whatever its encoding.
    return new TextDecoder('latin1').decode(await file.slice(0, HEAD).arrayBuffer());
  } catch {
    return undefined;
  }
}

function unreadable(problem: string): Recognised {
  return { kind: 'other', what: 'a file that cannot be read as roles', todo: problem };
}

const RESULT = {
  kind: 'other',
  what: 'a result file: plans that were made, not roles',
  todo: 'Apply it with rolewright apply -f, or open the plan.yaml or roles.csv that it was made from.',
} as const;

/** In lines, or in braces as JSON has them. */
const ITEMS = /^\{?\s*["']?items["']?\s*:/m;

function ofJson(start: string): Recognised | undefined {
  const format = /"format"\s*:\s*"rolewright\/(\w+)/.exec(start)?.[1];
  if (format === undefined) return undefined;
  if (format === 'report')
    return { kind: 'other', what: 'the data of a report', todo: 'Open the report itself.' };
  return format === 'result' ? RESULT : { kind: 'snapshot' };
}

function ofYaml(text: string): Recognised {
  const keys = new Set([...text.matchAll(/^["']?(\w+)["']?\s*:/gm)].map(([, key]) => key));
  if (ITEMS.test(text)) return { kind: 'roles', format: 'yaml', text };
  if (keys.has('results')) return RESULT;
  if (keys.has('sid')) {
    return {
      kind: 'other',
      what: 'a session document: the record of a plan, not roles',
      todo: 'Open the plan.yaml or roles.csv that it was made from.',
    };
  }
  return { kind: 'other', what: 'no list of roles', todo: 'A plan.yaml has the roles under `items:`.' };
}

function ofCsv(text: string): Recognised {
  const header = headerOf(text);
  if (isRoles(header)) return { kind: 'roles', format: 'csv', text };
  if (header.includes('host')) {
    return {
      kind: 'other',
      what: 'an inventory of resources, not roles',
      todo: 'Import it with rolewright resources import -f, or open a roles.csv.',
    };
  }
  if (header.includes('password')) {
    return {
      kind: 'other',
      what: 'a list of accounts with their passwords, not roles',
      todo: 'Import it on the command line; it has no place in a browser.',
    };
  }
  const columns = KEYS.filter(({ added }) => !added).map(({ column }) => column);
  return {
    kind: 'other',
    what: 'no list of roles',
    todo: `Its first line has to name the columns: ${columns.join(',')}`,
  };
}

function headerOf(text: string): string[] {
  const line =
    text
      .replace(/^\ufeff/, '')
      .trimStart()
      .split(/\r?\n|\r/, 1)[0] ?? '';
  return line
    .split(/[,;\t]/)
    .map((cell) => cell.trim().replace(/^"|"$/g, '').toLowerCase().replaceAll(' ', '_'));
}

/** Two of its own columns are enough: what is missing is said where it is missing. */
function isRoles(header: string[]): boolean {
  const own = header.filter((name) => KEYS.some(({ key, column }) => key === name || column === name));
  return own.length >= 2 && !header.includes('password') && !header.includes('host');
}
