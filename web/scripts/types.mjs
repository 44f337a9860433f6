// Writes src/planner/types.ts from the planner's own types, by way of their JSON Schema,
// src/planner/keys.ts from its table of an item's keys, and src/planner/risks.ts from the risks of a step.
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
async function typescript({ $defs }) {
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

/** Every generated file by its name in src/planner. */
export async function generated() {
  const planner = schema();
  return {
    'types.ts': await typescript(planner),
    'keys.ts': keysModule(planner),
    'risks.ts': risksModule(planner),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, wanted] of Object.entries(await generated())) {
    const file = new URL(`../src/planner/${name}`, import.meta.url);
    const found = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (wanted === found) continue;
    if (process.argv.includes('--check')) {
      console.error(
        `web/src/planner/${name} is not what the planner gives; write it anew:  cd web && npm run types`,
      );
      process.exitCode = 1;
    } else {
      writeFileSync(file, wanted);
      console.error(`web/src/planner/${name} has changed`);
    }
  }
}
