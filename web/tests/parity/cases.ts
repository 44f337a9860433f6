import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CASES } from '../harness/paths.mjs';

export interface CaseFiles {
  /** `drift/bypassrls` */
  name: string;
  plan: string;
  /** By file name. */
  catalogs: Record<string, string>;
}

/** Every case folder, in the order of its name. */
export function readCases(): CaseFiles[] {
  const files = readdirSync(CASES, { recursive: true, encoding: 'utf8' });
  const names = files.filter((file) => file.endsWith('/plan.yaml')).map(dirname);
  return names.sort().map((name) => {
    const inside = readdirSync(join(CASES, name)).filter((file) => /^catalog(\..+)?\.json$/.test(file));
    const read = (file: string) => readFileSync(join(CASES, name, file), 'utf8');
    return {
      name,
      plan: read('plan.yaml'),
      catalogs: Object.fromEntries(inside.map((file) => [file, read(file)])),
    };
  });
}
