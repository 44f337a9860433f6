// Writes src/planner/types.ts from the planner's own types, by way of their JSON Schema.
//
//   node scripts/types.mjs           write it
//   node scripts/types.mjs --check   status 1 where the file is not what the planner's types give
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

const FILE = new URL('../src/planner/types.ts', import.meta.url);
const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));
const COMMAND = [
  'run',
  '--quiet',
  '-p',
  'rolewright-planner',
  '--features',
  'schema',
  '--example',
  'browser_types',
];

const BANNER = `// Generated from the planner's types (planner/examples/browser_types.rs): never edit.
// After a change there:  cd web && npm run types`;

/** The schema of every type, each under its name in `$defs`. */
export function schema() {
  const text = execFileSync('cargo', COMMAND, {
    cwd: REPOSITORY,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(text);
}

/** A reference with a comment beside it keeps the type's name only inside `allOf`. */
function withNames(node) {
  if (Array.isArray(node)) return node.map(withNames);
  if (node === null || typeof node !== 'object') return node;
  const { $ref, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, withNames(value)]),
  );
  if ($ref === undefined) return rest;
  return Object.keys(rest).length === 0 ? { $ref } : { ...rest, allOf: [{ $ref }] };
}

/** TypeScript for all of `$defs`. */
export async function typescript({ $defs }) {
  // A root that names every type makes each an export under its own name; the root itself goes again.
  const root = {
    $defs: withNames($defs),
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(Object.keys($defs).map((name) => [name, { $ref: `#/$defs/${name}` }])),
  };
  const text = await compile(root, 'Everything', {
    bannerComment: BANNER,
    additionalProperties: false,
    unknownAny: true,
    style: { singleQuote: true, printWidth: 110 },
  });
  return text.replace(/export interface Everything \{[^}]*\}\n/, '');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const wanted = await typescript(schema());
  const found = readFileSync(FILE, 'utf8');
  if (process.argv.includes('--check')) {
    if (wanted !== found) {
      console.error(
        "web/src/planner/types.ts is not what the planner's types give; write it anew:  cd web && npm run types",
      );
      process.exitCode = 1;
    }
  } else if (wanted !== found) {
    writeFileSync(FILE, wanted);
    console.error('web/src/planner/types.ts has changed');
  }
}
