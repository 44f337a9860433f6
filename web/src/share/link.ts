import type { Format } from '../engine/protocol';
import type { Bound } from '../engine/serving';

/** What a link carries: what is desired, and on which snapshots it was planned. Never a catalog. */
export interface Shared {
  v: 1;
  format: Format;
  text: string;
  snapshots: ({ name: string; fingerprint?: string } & Bound)[];
  /** The name of the role that was looked at. */
  selected?: string;
}

/** Unpacked, a link is not larger than this: it may come from anywhere. */
const UNPACKED_LIMIT = 8 * 1024 * 1024;
/** Longer than any file's name, and more than any browser holds. */
const NAME_LIMIT = 4096;
const SNAPSHOT_LIMIT = 1000;

export async function encode(shared: Shared): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(shared));
  const packed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return `#s=${toBase64(new Uint8Array(await new Response(packed).arrayBuffer()))}`;
}

/** Throws an Error that says what is wrong with the link. */
export async function decode(fragment: string): Promise<Shared> {
  let value: unknown;
  try {
    value = JSON.parse(await unpack(fromBase64(fragment.replace(/^#s=/, ''))));
  } catch {
    throw new Error(
      'The link is incomplete: it was probably cut when it was copied. Ask for it again, as a file or in a code block.',
    );
  }
  if (!isShared(value)) {
    throw new Error(
      'The link was made by another version of the playground. Reload this page and open it again.',
    );
  }
  return value;
}

async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value, { stream: true });
    if (text.length > UNPACKED_LIMIT) throw new Error('too large');
  }
}

/** What is said of a link as long as it matters: all but the text. */
export type Told = Pick<Shared, 'snapshots'>;

export function isTold(value: unknown): value is Told {
  if (typeof value !== 'object' || value === null) return false;
  const { snapshots } = value as Record<string, unknown>;
  return Array.isArray(snapshots) && snapshots.length <= SNAPSHOT_LIMIT && snapshots.every(isSnapshot);
}

function isShared(value: unknown): value is Shared {
  if (typeof value !== 'object' || value === null) return false;
  const { v, format, text, selected } = value as Record<string, unknown>;
  return (
    v === 1 &&
    (format === 'yaml' || format === 'csv') &&
    typeof text === 'string' &&
    (selected === undefined || isName(selected)) &&
    isTold(value)
  );
}

function isSnapshot(value: unknown): value is Shared['snapshots'][number] {
  if (typeof value !== 'object' || value === null) return false;
  const { name, resource, word, fingerprint } = value as Record<string, unknown>;
  const names = word === undefined || word === 'every' ? [] : word;
  return (
    isName(name) &&
    [resource, fingerprint].every((one) => one === undefined || isName(one)) &&
    Array.isArray(names) &&
    names.every(isName)
  );
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= NAME_LIMIT;
}

function toBase64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.trim().replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}
