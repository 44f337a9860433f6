import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** Tells the service worker which files there are, and a version that is another when one of them is. */
export function offline(): Plugin {
  let publicDir = '';
  return {
    name: 'offline',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle['sw.js'];
        if (worker?.type !== 'chunk') return;
        const version = createHash('sha256');
        const files: string[] = [];
        for (const [name, output] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1))) {
          if (name === 'sw.js' || name === '_headers') continue;
          files.push(name);
          version.update(name).update(output.type === 'chunk' ? output.code : output.source);
        }
        for (const name of readdirSync(publicDir)) {
          files.push(name);
          version.update(name).update(readFileSync(join(publicDir, name)));
        }
        const own = files.filter((name) => !name.startsWith('examples/') || name === 'examples/index.json');
        const rest = files.filter((name) => !own.includes(name));
        const list = JSON.stringify({ version: version.digest('hex').slice(0, 16), own, rest });
        worker.code = worker.code.replace('__FILES__', list);
      },
    },
  };
}
