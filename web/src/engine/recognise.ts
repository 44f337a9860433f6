import { KEYS } from '../planner/keys';
import { inflate, isGzip } from './inflate';
import type { Format } from './protocol';
import { encodingOf, textOf } from './text';

/** What a file is, told from what is in it before anything is done with it. */
export type Recognised =
  /** The file as it is once unpacked. */
  { kind: 'snapshot'; file: File } | { kind: 'roles'; format: Format; text: string } | Other;

/** `what` it is, and what to do with it. */
interface Other {
  kind: 'other';
  what: string;
  todo: string;
}

/** A text of desired roles larger than this is none. */
const TEXT_LIMIT = 8 * 1024 * 1024;
/** Enough to know a file by. */
const HEAD = 64 * 1024;

export async function recognise(file: File): Promise<Recognised> {
  const head = await headOf(file);
  if (!head)
    return unreadable('The browser could not read it: was it moved or changed since? Choose it again.');
  if (!isGzip(head)) return recognisePlain(file, head);
  const inner = await inflate(file);
  if ('problem' in inner) return { kind: 'other', what: 'not to be unpacked', todo: inner.problem };
  const innerHead = await headOf(inner);
  if (!innerHead) return unreadable('The browser has no room to unpack it.');
  if (isGzip(innerHead)) return { kind: 'other', what: 'packed twice', todo: UNPACK };
  return recognisePlain(inner, innerHead);
}

async function recognisePlain(file: File, head: Uint8Array): Promise<Recognised> {
  const bytes = new TextDecoder('latin1').decode(head);
  const packed = PACKED.find(({ magic, holds = '' }) => bytes.startsWith(magic) && bytes.includes(holds));
  if (packed) return { kind: 'other', what: packed.what, todo: packed.todo };
  // Where it is cut, the last character may be half: what a file begins with can be told all the same.
  const start = new TextDecoder(encodingOf(head)).decode(head).trimStart();
  const known = start.startsWith('{') && ofJson(start, file);
  if (known) return known;
  if (/^<(!doctype|html)/i.test(start)) return PAGE;
  const named = /\.ya?ml$/i.test(file.name) ? 'yaml' : /\.(csv|tsv)$/i.test(file.name) ? 'csv' : undefined;
  const format = named ?? (ITEMS.test(start) ? 'yaml' : isRoles(headerOf(start)) ? 'csv' : undefined);
  // What is nothing else is read as a snapshot, and refused with the reason.
  if (!format) return ofHeader(headerOf(start)) ?? ofKeys(start) ?? { kind: 'snapshot', file };
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

const UNPACK = 'Unpack it and open what is in it.';
const AS_CSV = 'Save the sheet as “CSV UTF-8” and open that, or copy its rows and paste them into the grid.';

/** By their first bytes as latin-1; `holds`: what such a file has in its first part too. */
const PACKED: { magic: string; holds?: string; what: string; todo: string }[] = [
  { magic: 'PK\u0003\u0004', holds: 'xl/', what: 'an Excel workbook', todo: AS_CSV },
  { magic: 'PK\u0003\u0004', holds: 'opendocument.spreadsheet', what: 'a spreadsheet', todo: AS_CSV },
  { magic: 'PK\u0003\u0004', holds: '[Content_Types].xml', what: 'an Excel workbook', todo: AS_CSV },
  { magic: '\u00d0\u00cf\u0011\u00e0', what: 'an Excel workbook', todo: AS_CSV },
  { magic: 'PK\u0003\u0004', what: 'a ZIP archive', todo: UNPACK },
  { magic: '(\u00b5/\u00fd', what: 'packed by zstd, which browsers cannot unpack', todo: UNPACK },
  { magic: 'BZh', what: 'packed by bzip2, which browsers cannot unpack', todo: UNPACK },
  { magic: '\u00fd7zXZ', what: 'packed by xz, which browsers cannot unpack', todo: UNPACK },
  { magic: '7z\u00bc\u00af', what: 'a 7-Zip archive', todo: UNPACK },
  { magic: '%PDF', what: 'a PDF', todo: 'Open a snapshot, a plan.yaml or a roles.csv.' },
];

async function headOf(file: File): Promise<Uint8Array | undefined> {
  try {
    return new Uint8Array(await file.slice(0, HEAD).arrayBuffer());
  } catch {
    return undefined;
  }
}

function unreadable(problem: string): Recognised {
  return { kind: 'other', what: 'a file that cannot be read as roles', todo: problem };
}

const MADE_FROM = 'Open the plan.yaml or roles.csv that it was made from.';

const PAGE: Other = {
  kind: 'other',
  what: 'a page, perhaps a report',
  todo: 'Open it in a browser of its own, and here the plan.yaml or roles.csv that it was made from.',
};

const SESSION: Other = {
  kind: 'other',
  what: 'a session document: the record of a plan, not roles',
  todo: MADE_FROM,
};

const SECRETS: Other = {
  kind: 'other',
  what: 'a list of accounts with their passwords, not roles',
  todo: 'Import it on the command line; it has no place in a browser.',
};

const RESULT: Other = {
  kind: 'other',
  what: 'a result file: plans that were made, not roles',
  todo: `Apply it with rolewright apply -f. Or ${MADE_FROM.replace('Open', 'open')}`,
};

/** In lines, or in braces as JSON has them. */
const ITEMS = /^\{?\s*["']?items["']?\s*:/m;

function ofJson(start: string, file: File): Recognised | undefined {
  const format = /"format"\s*:\s*"rolewright\/(\w+)/.exec(start)?.[1];
  if (format === 'report')
    return { kind: 'other', what: 'the data of a report', todo: 'Open the report itself.' };
  if (format === 'session') return SESSION;
  if (format === 'result') return RESULT;
  return format === undefined ? ofKeys(start.slice(1)) : { kind: 'snapshot', file };
}

/** Documents that the command line writes, by a key of their own: in lines, or in braces. */
function ofKeys(text: string): Other | undefined {
  const keys = new Set([...text.matchAll(/^[ \t]*["']?(\w+)["']?\s*:/gm)].map(([, key]) => key));
  if (keys.has('results') && /rolewright\/result/.test(text)) return RESULT;
  return keys.has('sid') && (keys.has('config') || keys.has('plan_checksum')) ? SESSION : undefined;
}

function ofYaml(text: string): Recognised {
  const keys = new Set([...text.matchAll(/^["']?(\w+)["']?\s*:/gm)].map(([, key]) => key));
  if (ITEMS.test(text)) return { kind: 'roles', format: 'yaml', text };
  if (keys.has('results')) return RESULT;
  if (keys.has('sid')) return SESSION;
  return { kind: 'other', what: 'no list of roles', todo: 'A plan.yaml has the roles under `items:`.' };
}

function ofCsv(text: string): Recognised {
  const header = headerOf(text);
  if (isRoles(header)) return { kind: 'roles', format: 'csv', text };
  const columns = KEYS.filter(({ added }) => !added).map(({ column }) => column);
  return (
    ofHeader(header) ?? {
      kind: 'other',
      what: 'no list of roles',
      todo: `Its first line has to name the columns: ${columns.join(',')}`,
    }
  );
}

/** The other files of rows that the command line reads. */
function ofHeader(header: string[]): Other | undefined {
  if (header.length < 2) return undefined;
  if (header.includes('password')) return SECRETS;
  if (!header.includes('host')) return undefined;
  return {
    kind: 'other',
    what: 'an inventory of resources, not roles',
    todo: 'Import it with rolewright resources import -f, or open a roles.csv.',
  };
}

/** The names in the first line, by whatever mark they are separated; Excel's `sep=;` may stand above. */
function headerOf(text: string): string[] {
  const [line = ''] = text
    .replace(/^\ufeff/, '')
    .replace(/^"?sep=[,;\t][",; \t]*(\r\n|\n|\r)/i, '')
    .trimStart()
    .split(/\r?\n|\r/, 1);
  return line
    .split(/[,;\t]/)
    .map((cell) => cell.trim().replace(/^"|"$/g, '').toLowerCase().replaceAll(' ', '_'));
}

/** Two of its own columns are enough: what is missing is said where it is missing. */
function isRoles(header: string[]): boolean {
  const own = header.filter((name) => KEYS.some(({ key, column }) => key === name || column === name));
  return own.length >= 2 && !header.includes('password') && !header.includes('host');
}
