import { desiredStore, edit, undo } from '../engine/desired';
import { notify } from '../ui/notices';

let told = false;

/** Takes a text in one format as what is desired; once, says what CSV cannot hold. */
export function commit(format: 'yaml' | 'csv', text: string, how: 'typing' | 'step' = 'typing'): void {
  const { now } = desiredStore.get().history;
  edit({ format, text }, how);
  if (told || format === 'yaml' || now.format === 'csv' || !/(^|\s)#/m.test(now.text)) return;
  told = true;
  notify({
    tone: 'warning',
    title: 'The comments of your YAML are gone',
    text: 'This edit made the roles a CSV, which has none. Undo brings them back.',
    action: { label: 'Undo', run: undo },
  });
}
