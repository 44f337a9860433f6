import type { View } from '../engine/protocol';
import type { Workspace } from '../engine/workspace';
import { download } from '../ui/clipboard';
import type { Notices } from '../ui/notices';

/** Downloads the text itself, or the items in the other format. */
export async function save(
  view: View,
  { desired, planning, ask }: Workspace,
  { notify }: Notices,
): Promise<void> {
  const format = view === 'csv' ? 'csv' : 'yaml';
  const now = desired.now();
  const items = planning.get().desired.items.map(({ item }) => item);
  try {
    const own = now.format === format ? now.text : undefined;
    const text = own ?? (await ask(format === 'csv' ? 'writeCsv' : 'writeYaml', items));
    download(fileNameOf(format), text, 'text/plain');
  } catch (error) {
    notify({ tone: 'error', title: 'The roles could not be written', text: `${(error as Error).message}` });
  }
}

/** Downloads the text as it is, whatever the planner thinks of it. */
export function saveText({ desired }: Workspace): void {
  const { format, text } = desired.now();
  download(fileNameOf(format), text, 'text/plain');
}

function fileNameOf(format: 'yaml' | 'csv'): string {
  return format === 'csv' ? 'roles.csv' : 'plan.yaml';
}
