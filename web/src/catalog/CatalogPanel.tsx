import { CloseButton } from '@mantine/core';
import { useMemo } from 'react';
import { useCommand } from '../ui/context';
import { Icon } from '../ui/Icon';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { AddSnapshot } from './AddSnapshot';
import classes from './Catalog.module.css';
import { kindsOf } from './DatabaseTable';
import { ExampleList } from './ExampleList';
import { SnapshotCard } from './SnapshotCard';

/** The clusters that are planned on. */
export function CatalogPanel() {
  const { snapshots } = useWorkspace();
  // What comes of a file is seen here.
  useCommand('catalog:told', () => {});
  const { loaded, opening, refused } = useStore(snapshots, ({ loaded, opening, refused }) => ({
    loaded,
    opening,
    refused,
  }));
  const kinds = useMemo(() => kindsOf(loaded.flatMap(({ summary }) => summary.databases)), [loaded]);
  return (
    <div className={classes.panel}>
      <AddSnapshot />
      {refused.map(({ id, name, message }) => (
        <div key={id} className={classes.refused} role="alert">
          <Icon name="warning" />
          <p>
            <strong>{name} was not added.</strong> {message}
          </p>
          <CloseButton
            size="sm"
            aria-label={`Dismiss what is said of ${name}`}
            onClick={() => snapshots.dismissRefused(id)}
          />
        </div>
      ))}
      {loaded.map((snapshot) => (
        <SnapshotCard key={snapshot.id} snapshot={snapshot} kinds={kinds} />
      ))}
      {opening
        .filter(({ id }) => !loaded.some((snapshot) => snapshot.id === id))
        .map(({ id, name }) => (
          <p key={id} className={classes.quiet} role="status">
            Reading {name}…
          </p>
        ))}
      <ExampleList />
    </div>
  );
}
