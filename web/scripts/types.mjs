// Writes src/planner/types.ts from the planner's own types, by way of their JSON Schema,
// src/planner/keys.ts from its table of an item's keys, and src/planner/risks.ts from the risks of a step; and
// src/hub/api/types.ts and routes.ts from the hub's OpenAPI document (docs/schemas/hub.openapi.json, which a
// test of the binary keeps true).
//
//   node scripts/types.mjs           write them
//   node scripts/types.mjs --check   status 1 where a file is not what the planner gives
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compile } from 'json-schema-to-typescript';

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

/** The schema of every type, each under its name in `$defs`; `keys`, those of an item, `note_keys`, what notes are about, and `risks`. */
function schema() {
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
async function typescript({ $defs }, banner = BANNER) {
  // A root that names every type makes each an export under its own name; the root itself goes again.
  const root = {
    $defs: withNames($defs),
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(Object.keys($defs).map((name) => [name, { $ref: `#/$defs/${name}` }])),
  };
  const text = await compile(root, 'Everything', {
    bannerComment: banner,
    additionalProperties: false,
    unknownAny: true,
    style: { singleQuote: true, printWidth: 110 },
  });
  return text.replace(/export interface Everything \{[^}]*\}\n/, '');
}

/** TypeScript for `keys` and `note_keys`: literal, so that a column is a type. */
function keysModule({ keys, note_keys }) {
  const rows = keys.map((key) => `  ${JSON.stringify(key)},\n`);
  const notes = Object.entries(note_keys).map(([code, key]) => `  '${code}': '${key}',\n`);
  return `${BANNER}

/** The keys of an item, in the order of plan.yaml and of roles.csv. */
export const KEYS = [
${rows.join('')}] as const;

/** The key that a note of this code is about. */
export const NOTE_KEYS: Readonly<Record<string, string>> = {
${notes.join('')}};
`;
}

/** TypeScript for `risks`. */
function risksModule({ risks }) {
  const rows = risks.map(({ risk, meaning }) => `  ${risk}: ${JSON.stringify(meaning)},\n`);
  return `${BANNER}\n\n/** What each risk of a statement means, the gravest last. */\nexport const RISK_MEANING = {\n${rows.join('')}} as const;\n`;
}

const HUB_BANNER = `// Generated from docs/schemas/hub.openapi.json: never edit.
// After a change of the hub's API:  ROLEWRIGHT_UPDATE=1 cargo test -p rolewright --test pure schemas
// and then:  cd web && npm run types`;

const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

/** The hub's OpenAPI document, its schemas where JSON Schema has them. */
function openapi() {
  const text = readFileSync(new URL('../../docs/schemas/hub.openapi.json', import.meta.url), 'utf8');
  return JSON.parse(text.replaceAll('#/components/schemas/', '#/$defs/'));
}

/** A type for what a body or a parameter is. */
function typeOf(schema) {
  if (schema?.$ref) return schema.$ref.split('/').at(-1);
  const kinds = [schema?.type].flat();
  const numbers = kinds.some((kind) => kind === 'integer' || kind === 'number');
  return numbers
    ? 'number'
    : kinds.includes('boolean')
      ? 'boolean'
      : kinds.includes('string')
        ? 'string'
        : 'unknown';
}

/** Each route with what it is given and what it answers. */
function routesModule({ paths, $defs }) {
  const used = new Set();
  const name = (schema) => {
    const type = typeOf(schema);
    if (type in $defs) used.add(type);
    return type;
  };
  const rows = Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => {
      const { parameters = [], requestBody, responses } = item[method];
      const ok = Object.entries(responses).find(([status]) => status.startsWith('2'))?.[1];
      const answer = ok?.content?.['application/json']?.schema;
      const body = requestBody?.content?.['application/json']?.schema;
      const query = parameters.filter((one) => one.in === 'query');
      const fields = query.map((one) => `${one.name}?: ${name(one.schema)}`);
      return `  '${method.toUpperCase()} ${path}': {
    query: ${fields.length > 0 ? `{ ${fields.join('; ')} }` : 'undefined'};
    body: ${body ? name(body) : 'undefined'};
    answer: ${answer ? name(answer) : 'undefined'};
  };\n`;
    }),
  );
  const imports = [...used].sort().join(', ');
  return `${HUB_BANNER}
import type { ${imports} } from './types';

/** What each route is given, and what it answers. */
export interface Routes {
${rows.join('')}}
`;
}

/** Every generated file by its name in src. */
export async function generated() {
  const planner = schema();
  const hub = openapi();
  const types = { $defs: hub.components.schemas };
  return {
    'planner/types.ts': await typescript(planner),
    'planner/keys.ts': keysModule(planner),
    'planner/risks.ts': risksModule(planner),
    'hub/api/types.ts': await typescript(types, HUB_BANNER),
    'hub/api/routes.ts': routesModule({ ...hub, ...types }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, wanted] of Object.entries(await generated())) {
    const file = new URL(`../src/${name}`, import.meta.url);
    const found = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (wanted === found) continue;
    if (process.argv.includes('--check')) {
      console.error(`web/src/${name} is not what it is made from; write it anew:  cd web && npm run types`);
      process.exitCode = 1;
    } else {
      writeFileSync(file, wanted);
      console.error(`web/src/${name} has changed`);
    }
  }
}
