import type { View } from '../engine/protocol';
import type { Workspace } from '../engine/workspace';

/** What a CSV cannot hold: comments, and how lists and names are written. */
const HANDMADE = /(^|\s)#|: *[[{'"]/m;

/** Takes a text in one format as what is desired; says where that takes a YAML's own writing away. */
export function commit(
  { desired, replacing }: Workspace,
  format: 'yaml' | 'csv',
  text: string,
  where: View | 'step',
): void {
  const before = desired.now();
  if (format === 'csv' && before.format === 'yaml' && HANDMADE.test(before.text))
    replacing.replace({ format, text }, 'The CSV that you edit', undefined, 'your YAML, with its comments');
  else if (where === 'step') desired.step({ format, text });
  else desired.type({ format, text }, where);
}
