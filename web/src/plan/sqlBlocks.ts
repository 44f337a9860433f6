/** A run of lines that is rendered, and replaced, as one. */
export interface SqlBlock {
  /** The same for the same place in a text, so that only a block whose text changed is rendered again. */
  key: string;
  text: string;
  lines: number;
}

export type LineKind =
  | 'comment'
  | 'rule'
  | 'grant'
  | 'revoke'
  | 'credentials'
  | 'destructive'
  | 'transaction'
  | 'plain'
  | 'blank';

const SECTION = /^-- =+\n-- (.*)\n-- =+$/gm;
const LONG = 100;

/** Cuts a plan's text at its section headers, and long sections further. Joined, they are the text. */
export function blocks(sql: string): SqlBlock[] {
  const starts = [...sql.matchAll(SECTION)].map((m) => ({ at: m.index, title: m[1] ?? '' }));
  if (starts[0]?.at !== 0) starts.unshift({ at: 0, title: '' });
  const seen = new Map<string, number>();
  const result: SqlBlock[] = [];
  starts.forEach(({ at, title }, i) => {
    for (const part of parts(sql.slice(at, starts[i + 1]?.at))) {
      const nth = (seen.get(title) ?? 0) + 1;
      seen.set(title, nth);
      result.push({ key: `${title} ${nth}`, ...part });
    }
  });
  return result;
}

function* parts(section: string): Generator<{ text: string; lines: number }> {
  let start = 0;
  let lines = 0;
  for (let at = 0; at < section.length; ) {
    at = section.indexOf('\n', at) + 1 || section.length;
    lines += 1;
    if (lines < LONG && at < section.length) continue;
    yield { text: section.slice(start, at), lines };
    start = at;
    lines = 0;
  }
}

/** Each with its newline. */
export function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

export function kindOf(line: string): LineKind {
  if (line === '\n') return 'blank';
  if (/^-- =+\n?$/.test(line)) return 'rule';
  if (line.startsWith('--')) return 'comment';
  if (line.startsWith('GRANT ')) return 'grant';
  if (line.startsWith('REVOKE ')) return 'revoke';
  if (line.startsWith('DROP ')) return 'destructive';
  if (/^(CREATE|ALTER) ROLE .* PASSWORD /.test(line)) return 'credentials';
  if (/^(\\|BEGIN|COMMIT|SET |RESET )/.test(line)) return 'transaction';
  return 'plain';
}
