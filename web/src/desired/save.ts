import { ask } from '../engine/client';
import { desiredStore } from '../engine/desired';
import type { View } from '../engine/protocol';
import { planningStore } from '../engine/reviews';
import { download } from '../ui/clipboard';
import { notify } from '../ui/notices';

/** Downloads the text itself, or the items in the other format. */
export async function save(view: View): Promise<void> {
  const format = view === 'csv' ? 'csv' : 'yaml';
  const { now } = desiredStore.get().history;
  const items = planningStore.get().desired.items.map(({ item }) => item);
  try {
    const own = now.format === format ? now.text : undefined;
    const text = own ?? (await ask(format === 'csv' ? 'writeCsv' : 'writeYaml', items));
    download(format === 'csv' ? 'roles.csv' : 'plan.yaml', text, 'text/plain');
  } catch (error) {
    notify({ tone: 'error', title: 'The roles could not be written', text: `${(error as Error).message}` });
  }
}
