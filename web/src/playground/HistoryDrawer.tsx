import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ConfirmTyped } from '../ui/ConfirmTyped';
import { useCommand } from '../ui/context';
import { Drawer } from '../ui/Drawer';
import { Empty } from '../ui/Empty';
import { Failure } from '../ui/Failure';
import { Skeleton } from '../ui/Skeleton';
import { useStore } from '../ui/useStore';
import { useKeeping } from './context';
import { allEntries, type Entry } from './entries';
import classes from './History.module.css';
import { HistoryEntry } from './HistoryEntry';

/** What was on the page before, to look through and to bring back. */
export function HistoryDrawer() {
  const [opened, setOpened] = useState(false);
  useCommand('history', () => setOpened((now) => !now));
  const close = () => setOpened(false);
  return (
    <Drawer title="History" opened={opened} onClose={close}>
      <Entries onDone={close} />
    </Drawer>
  );
}

function Entries({ onDone }: { onDone(): void }) {
  const { history } = useKeeping();
  const changes = useStore(history.changes, (now) => now);
  const [entries, setEntries] = useState<Entry[]>();
  const [failed, setFailed] = useState<string>();
  const [forgetting, setForgetting] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it counts what there is to be read
  useEffect(() => {
    allEntries().then(setEntries, (error: unknown) => setFailed(`${error}`));
  }, [changes]);

  if (failed !== undefined) {
    return (
      <Failure title="The history could not be read">
        The browser says: {failed}. What is on the page is not concerned.
      </Failure>
    );
  }
  if (!entries) return <Skeleton what="the history" rows={6} />;
  if (entries.length === 0) {
    return (
      <Empty title="Nothing yet">
        What you write is kept here as you go, with its snapshots: what was on the page before an example, a
        file or a link took its place, and every ten minutes of editing. It stays in this browser.
      </Empty>
    );
  }
  return (
    <div className={classes.history}>
      <p className={classes.quiet}>
        Kept in this browser alone: the last 100 states. To bring one back replaces what is on the page, which
        is kept here too.
      </p>
      <ol className={classes.entries} aria-label="Kept states">
        {entries.map((entry) => (
          <HistoryEntry key={entry.id} entry={entry} onDone={onDone} />
        ))}
      </ol>
      <Button size="compact-sm" variant="default" onClick={() => setForgetting(true)}>
        Forget all of it…
      </Button>
      <ConfirmTyped
        title="Forget the history?"
        word="forget"
        label="Forget it"
        opened={forgetting}
        onClose={() => setForgetting(false)}
        onConfirm={() => void history.forget()}
      >
        The roles and snapshots of {entries.length} earlier states are deleted from this browser. Nothing
        brings them back. What is on the page stays.
      </ConfirmTyped>
    </div>
  );
}
