import { NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { createStore } from '../base/store';
import { part } from '../engine/part';
import type { LoadedSnapshot } from '../engine/snapshots';
import { Icon } from '../ui/Icon';
import { Time } from '../ui/Time';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useDesired, useSnapshots } from '../workspace/hooks';
import { Comparison } from './Comparison';
import { pairs } from './compare';
import { firstPair, partnerOf, sameCluster } from './pair';
import classes from './WhatIf.module.css';

const chosenOf = part(() => createStore<{ a?: string; b?: string }>({}));

/** The same desired state on two clusters, or on one at two times. */
export function Clusters() {
  const { items } = useDesired();
  const snapshots = useSnapshots();
  const choice = chosenOf(useWorkspace());
  const chosen = useStore(choice, (now) => now);
  const [a, b] = useMemo(() => {
    const by = (wanted: string | undefined) => snapshots.find(({ id }) => id === wanted);
    const [older, newer] = firstPair(snapshots);
    const [a, b] = [by(chosen.a), by(chosen.b)];
    // One of them may be gone: the other one stays.
    return [a ?? (b ? partnerOf(b, snapshots) : older), b ?? (a ? partnerOf(a, snapshots) : newer)];
  }, [snapshots, chosen]);
  const compared = useMemo(
    () =>
      pairs(
        items,
        items,
        ({ item }) => ({ item, snapshotId: a?.id }),
        ({ item }) => ({ item, snapshotId: b?.id }),
      ),
    [items, a?.id, b?.id],
  );

  if (!a || !b) {
    return (
      <div className={classes.empty}>
        <h2>Two snapshots are needed</h2>
        <p>
          {snapshots.length === 0 ? 'None is loaded' : 'One is loaded'}. Add them in the Catalog tab: of two
          clusters, or of one cluster at two times. Each is made with{' '}
          <code>rolewright snapshot NAME -o NAME.json</code>.
        </p>
      </div>
    );
  }
  return (
    <>
      <div className={classes.pickers}>
        <Picker
          label="Snapshot A"
          snapshots={snapshots}
          value={a.id}
          onChange={(id) => choice.set({ a: id, b: b.id })}
        />
        <Picker
          label="Snapshot B"
          snapshots={snapshots}
          value={b.id}
          onChange={(id) => choice.set({ a: a.id, b: id })}
        />
      </div>
      <Relation a={a} b={b} />
      {items.length === 0 ? (
        <p className={classes.empty}>No role is desired yet: write one in the Desired tab.</p>
      ) : (
        <Comparison pairs={compared} a={a.name} b={b.name} />
      )}
    </>
  );
}

/** What the two are to each other. */
function Relation({ a, b }: { a: LoadedSnapshot; b: LoadedSnapshot }) {
  if (a.id === b.id || (a.fingerprint !== undefined && a.fingerprint === b.fingerprint))
    return <p className={classes.hint}>Both are the same catalog: no plan will differ.</p>;
  if (!sameCluster(a, b)) {
    return (
      <p className={classes.different} role="note">
        <Icon name="warning" />
        <span>
          These are two different clusters: what differs below is between them, not something that changed.
        </span>
      </p>
    );
  }
  const [first, second] = [a.summary.taken_at, b.summary.taken_at];
  return (
    <p className={classes.hint}>
      One cluster at two times
      {first && second && (
        <>
          : A <Time of={first} />, B <Time of={second} />
        </>
      )}
      .
    </p>
  );
}

function Picker({ label, snapshots, value, onChange }: PickerProps) {
  return (
    <NativeSelect
      size="xs"
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={snapshots.map(({ id, name, resource }) => ({
        value: id,
        label: resource ? `${name} (${resource})` : name,
      }))}
    />
  );
}

interface PickerProps {
  label: string;
  snapshots: LoadedSnapshot[];
  value: string;
  onChange(id: string): void;
}
