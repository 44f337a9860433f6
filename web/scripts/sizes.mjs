// What the playground weighs, gzip -9. 1 KB = 1,024 bytes.
//
//   node scripts/sizes.mjs [DIST]
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { parseSync } from 'vite';

/** The most that may be. */
export const LIMITS = { wasm: 300, first: 500, paint: 30 };

/**
 * The first load: index.html, the scripts and style sheets it names, also those that it only has on
 * their way before they are run, what those import statically,
 * and what they point at by URL: the web worker and, from there, the WebAssembly. Not what is imported
 * later (`import()`), nor what the service worker fetches afterwards for offline use.
 *
 * Files by their path in `dist`, with their size in KB.
 */
export function firstLoad(dist) {
  const html = readFileSync(join(dist, 'index.html')).toString();
  const named = [...html.matchAll(/<(?:script|link)\b[^>]*?\b(?:src|href)="([^"]+\.(?:js|css))"/g)];
  return load(
    dist,
    html,
    named.map(([, path]) => path),
  );
}

function load(dist, html, named) {
  const queue = named.map((path) => posix.normalize(path));
  const files = new Map([['index.html', kilobytes(Buffer.from(html))]]);
  while (queue.length > 0) {
    const path = queue.pop();
    if (files.has(path)) continue;
    const body = readFileSync(join(dist, path));
    files.set(path, kilobytes(body));
    if (path.endsWith('.js')) queue.push(...references(path, body.toString()));
  }
  return files;
}

/**
 * What the first paint waits for: index.html with the styles in it, the scripts that it runs with all that
 * they import statically, and style sheets that it links. Not what it only names for later.
 */
export function firstPaint(dist) {
  const html = readFileSync(join(dist, 'index.html')).toString();
  const scripts = [...html.matchAll(/<script\b[^>]*?\bsrc="([^"]+)"/g)];
  const sheets = [...html.matchAll(/<link\b[^>]*?\brel="stylesheet"[^>]*?\bhref="([^"]+)"/g)];
  return load(
    dist,
    html,
    [...scripts, ...sheets].map(([, path]) => path),
  );
}

function references(path, code) {
  const { module } = parseSync(path, code);
  const imports = module.staticImports.map(({ moduleRequest }) => moduleRequest.value);
  const exports = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  );
  const urls = [...code.matchAll(/new URL\(([`"'])([^`"']+\.(?:js|wasm))\1, ?import\.meta\.url\)/g)];
  const all = [...imports, ...exports, ...urls.map(([, , url]) => url)];
  return all.map((relative) => posix.join(posix.dirname(path), relative));
}

/** KB of several files together. */
export function sum(sizes) {
  return [...sizes].reduce((total, size) => total + size, 0);
}

/** The WebAssembly among the files of a first load. */
export function wasmOf(files) {
  const found = [...files].filter(([path]) => path.endsWith('.wasm'));
  if (found.length !== 1) throw new Error(`the first load has ${found.length} .wasm files, not one`);
  return found[0][1];
}

function kilobytes(body) {
  return gzipSync(body, { level: 9 }).length / 1024;
}

/** A table for people. */
export function report(files) {
  const row = (size, what) => `${size.toFixed(1).padStart(8)} KB  ${what}`;
  const largest = [...files].sort(([, a], [, b]) => b - a);
  return [
    ...largest.map(([path, size]) => row(size, path)),
    row(wasmOf(files), `WebAssembly, of ${LIMITS.wasm}`),
    row(sum(files.values()), `first load, of ${LIMITS.first} (gzip, 1 KB = 1,024 bytes)`),
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(report(firstLoad(process.argv[2] ?? 'dist')));
}
