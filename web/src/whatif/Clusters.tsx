import { NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { createStore } from '../base/store';
import { part } from '../engine/part';
import type { LoadedSnapshot } from '../engine/snapshots';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useDesired, useSnapshots } from '../workspace/hooks';
import { Comparison } from './Comparison';
import { pairs } from './compare';
import classes from './WhatIf.module.css';

const chosenOf = part(() => createStore<{ a?: string; b?: string }>({}));

/** The same desired state on two clusters, or on one at two times. */
export function Clusters() {
  const { items } = useDesired();
  const snapshots = useSnapshots();
  const choice = chosenOf(useWorkspace());
  const chosen = useStore(choice, (now) => now);
  const a = snapshots.find(({ id }) => id === chosen.a) ?? snapshots[0];
  const b = snapshots.find(({ id }) => id === chosen.b) ?? snapshots.find(({ id }) => id !== a?.id);
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
      {a.id === b.id || (a.fingerprint !== undefined && a.fingerprint === b.fingerprint) ? (
        <p className={classes.hint}>Both are the same catalog: no plan will differ.</p>
      ) : null}
      {items.length === 0 ? (
        <p className={classes.empty}>No role is desired yet: write one in the Desired tab.</p>
      ) : (
        <Comparison pairs={compared} a={a.name} b={b.name} />
      )}
    </>
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
