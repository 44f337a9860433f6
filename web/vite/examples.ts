import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

interface Example {
  /** `drift/bypassrls`: the folder below examples/. */
  path: string;
  description: string;
  catalogs: string[];
}

/** The case folders are the examples: `examples/<topic>/<case>/…` and a list of them, `examples/index.json`. */
export function examples(cases: string): Plugin {
  const root = resolve(cases);
  return {
    name: 'examples',
    generateBundle() {
      const list = listed(root);
      this.emitFile({ type: 'asset', fileName: 'examples/index.json', source: JSON.stringify(list) });
      for (const { path, catalogs } of list) {
        for (const file of ['plan.yaml', ...catalogs]) {
          const source = readFileSync(join(root, path, file));
          this.emitFile({ type: 'asset', fileName: `examples/${path}/${file}`, source });
        }
      }
    },
    configureServer(server) {
      server.middlewares.use('/examples', (request, response, next) => {
        const path = decodeURIComponent((request.url ?? '').split('?')[0] ?? '').slice(1);
        if (path === 'index.json') return void response.end(JSON.stringify(listed(root)));
        const known = listed(root).some((example) =>
          ['plan.yaml', ...example.catalogs].some((file) => path === `${example.path}/${file}`),
        );
        if (!known) return next();
        response.end(readFileSync(join(root, path)));
      });
    },
  };
}

function listed(root: string): Example[] {
  return folders(root).flatMap((topic) =>
    folders(join(root, topic)).flatMap((name) => {
      const path = `${topic}/${name}`;
      const files = readdirSync(join(root, path));
      const catalogs = files.filter((file) => /^catalog(\..+)?\.json$/.test(file)).sort();
      if (catalogs.length === 0 || !existsSync(join(root, path, 'plan.yaml'))) return [];
      return [{ path, description: firstComment(join(root, path, 'plan.yaml')), catalogs }];
    }),
  );
}

function folders(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function firstComment(file: string): string {
  return /^#\s*(.*)$/m.exec(readFileSync(file, 'utf8'))?.[1]?.trim() ?? '';
}
