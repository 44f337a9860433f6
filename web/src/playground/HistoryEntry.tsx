import { Button } from '@mantine/core';
import { useState } from 'react';
import { Actions } from '../ui/Actions';
import { useUi } from '../ui/context';
import { clock, count } from '../ui/format';
import { Time } from '../ui/Time';
import { useWorkspace } from '../workspace/context';
import { loadFiles } from './blobs';
import type { Entry } from './entries';
import classes from './History.module.css';

/** One state of before: when, what, what took its place. */
export function HistoryEntry({ entry, onDone }: { entry: Entry; onDone(): void }) {
  const { replacing, view } = useWorkspace();
  const { notices } = useUi();
  const [looking, setLooking] = useState(false);
  const { at, desired, snapshots, roles, by } = entry;
  const blank = desired.text.trim() === '';
  const what = [
    blank ? 'no roles' : roles ? count(roles, 'role') : 'roles',
    ...snapshots.map(({ name }) => name),
  ].join(', ');

  const bringBack = async () => {
    const files = await loadFiles(snapshots).catch(() => []);
    const missing = snapshots.filter(({ id }) => !files.some((file) => file.id === id));
    replacing.replace(desired, `What was here at ${clock(at)}`, files);
    if (view.get() !== 'grid') view.set(desired.format);
    if (missing.length > 0) {
      notices.notify({
        tone: 'warning',
        title: `${missing.map(({ name }) => name).join(', ')} could not be brought back`,
        text: 'The oldest snapshots are forgotten first. Take a new one, or add the file again in the Catalog tab.',
      });
    }
    onDone();
  };

  return (
    <li className={classes.entry}>
      <div className={classes.when}>
        <Time of={at} as="age" />
        <span className={classes.quiet}>
          <Time of={at} as="clock" />
        </span>
      </div>
      <div className={classes.what}>
        <span>{what}</span>
        {by && <span className={classes.quiet}>until: {by}</span>}
        <Actions>
          <Button size="compact-xs" variant="default" onClick={() => void bringBack()}>
            Bring back
          </Button>
          {!blank && (
            <Button
              size="compact-xs"
              variant="default"
              aria-expanded={looking}
              onClick={() => setLooking(!looking)}
            >
              Look
            </Button>
          )}
        </Actions>
        {looking && (
          <section
            className={classes.text}
            aria-label={`Text of ${clock(at)}`}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
            tabIndex={0}
          >
            <pre>{desired.text}</pre>
          </section>
        )}
      </div>
    </li>
  );
}
