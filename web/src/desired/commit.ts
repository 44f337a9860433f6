import { part } from '../engine/part';
import type { View } from '../engine/protocol';
import type { Workspace } from '../engine/workspace';
import type { Notices } from '../ui/notices';

const saidOf = part(() => ({ comments: false }));

/** Takes a text in one format as what is desired; once, says what CSV cannot hold. */
export function commit(
  workspace: Workspace,
  { notify }: Notices,
  format: 'yaml' | 'csv',
  text: string,
  where: View | 'step',
): void {
  const { desired } = workspace;
  const before = desired.now();
  if (where === 'step') desired.step({ format, text });
  else desired.type({ format, text }, where);
  const said = saidOf(workspace);
  if (said.comments || format === 'yaml' || before.format === 'csv' || !/(^|\s)#/m.test(before.text)) return;
  said.comments = true;
  notify({
    tone: 'warning',
    title: 'The comments of your YAML are gone',
    text: 'This edit made the roles a CSV, which has none. Undo brings them back.',
    action: { label: 'Undo', run: desired.undo },
  });
}
