import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';

const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.mjs': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.yaml': 'application/yaml',
};

/**
 * Serves folders on this machine as any static host would, each under its prefix, of which the
 * longest counts: `serve({ '/': 'web/dist' })`.
 *
 * @param {Record<string, string>} folders
 * @param {{ packed?: boolean }} options packed: gzip, as hosts on the internet do
 * @returns {Promise<{ origin: string, close: () => Promise<void> }>} origin: `http://127.0.0.1:40123`
 */
export async function serve(folders, { packed = false } = {}) {
  const prefixes = Object.entries(folders).sort(([a], [b]) => b.length - a.length);
  const server = createServer(async (request, response) => {
    // `normalize` takes every `..` out: nothing outside of the folder is reached.
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
    const found = prefixes.find(([start]) => path.startsWith(start));
    if (!found) return void response.writeHead(404).end();
    const [prefix, folder] = found;
    const name = path.slice(prefix.length) || 'index.html';
    try {
      const body = await readFile(join(folder, name));
      const type = { 'content-type': TYPES[extname(name)] ?? 'application/octet-stream' };
      if (!packed) return void response.writeHead(200, type).end(body);
      response.writeHead(200, { ...type, 'content-encoding': 'gzip' }).end(gzipSync(body));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const close = () =>
    new Promise((closed) => {
      server.close(() => closed(undefined));
      server.closeAllConnections();
    });
  return { origin: `http://127.0.0.1:${port}`, close };
}
