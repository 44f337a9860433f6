/** The same numbers each time: a failure can be had again. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Mutation = (bytes: Buffer, next: () => number) => Buffer;

const below = (next: () => number, end: number) => Math.floor(next() * end);
const splice = (bytes: Buffer, at: number, removed: number, put: Buffer | string = '') =>
  Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + removed)]);

/** Puts something in place of one of the matches. */
function replaceOne(pattern: RegExp, put: readonly string[]): Mutation {
  return (bytes, next) => {
    const text = bytes.toString('latin1');
    const found = [...text.matchAll(pattern)];
    const match = found[below(next, found.length)];
    const value = put[below(next, put.length)] ?? '';
    return match ? splice(bytes, match.index, match[0].length, value) : bytes;
  };
}

const insert =
  (...values: (string | Buffer)[]): Mutation =>
  (bytes, next) =>
    splice(bytes, below(next, bytes.length), 0, values[below(next, values.length)]);

export const MUTATIONS: Record<string, Mutation> = {
  truncated: (bytes, next) => bytes.subarray(0, below(next, bytes.length)),
  'bytes flipped': (bytes, next) => {
    const flipped = Buffer.from(bytes);
    for (let i = 0; i < 5; i += 1) {
      const at = below(next, flipped.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << below(next, 8));
    }
    return flipped;
  },
  'a chunk deleted': (bytes, next) => splice(bytes, below(next, bytes.length), below(next, 400)),
  'a chunk twice': (bytes, next) => {
    const at = below(next, bytes.length);
    return splice(bytes, at, 0, bytes.subarray(at, at + below(next, 400)));
  },
  'huge numbers': replaceOne(/\d+/g, ['1e999', '-1', '99999999999999999999', '0.1', `${'9'.repeat(5000)}`]),
  'deep nesting': insert('['.repeat(100_000), '{"a":'.repeat(100_000), '- '.repeat(5000), '{'.repeat(50_000)),
  'wrong types': replaceOne(/"[^"\n]*"|true|\[[^\]\n]*\]/g, ['null', '{}', '[]', '0', '"\\u0000"', 'true']),
  'invalid UTF-8': insert(
    Buffer.from([0xff, 0xfe]),
    Buffer.from([0xc3, 0x28]),
    Buffer.from([0xed, 0xa0, 0x80]),
  ),
  NULs: insert('\0', '\0'.repeat(1000)),
  'lone surrogates': replaceOne(/"[^"\n]*"/g, ['"\\ud800"', '"\\udc00x"', '"\\ud83d\\u0041"']),
  'control characters': insert('\u001b[2J', '\u2028', '\u202e', '\r', '"', ',', "'", ':', '&a *a', '!!str '),
};

export interface Mutant {
  /** `catalog.json 17: truncated` */
  name: string;
  bytes: Buffer;
}

/** As many as asked for, one kind of mutation after the other, every third mutated twice. */
export function mutants(name: string, content: string | Uint8Array, count: number, seed: number): Mutant[] {
  const next = random(seed);
  const kinds = Object.entries(MUTATIONS);
  const kind = (index: number) => kinds[index] as (typeof kinds)[number];
  return Array.from({ length: count }, (_, i) => {
    const [title, mutate] = kind(i % kinds.length);
    const once = mutate(Buffer.from(content), next);
    const [, again] = kind(below(next, kinds.length));
    return { name: `${name} ${i}: ${title}`, bytes: i % 3 === 2 ? again(once, next) : once };
  });
}
