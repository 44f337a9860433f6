import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useStore } from '../base/store';
import { count } from '../plan/words';
import { useDesired, useSnapshots } from '../workspace/hooks';
import { baselineStore } from './baseline';
import { Comparison } from './Comparison';
import { pairs } from './compare';
import { OtherText } from './OtherText';
import { snapshotFor } from './side';
import classes from './WhatIf.module.css';

/** A desired state that was kept, against the one that is being edited, on the same clusters. */
export function Edits() {
  const { desired } = useDesired();
  const { snapshots } = useSnapshots();
  const baseline = useStore(baselineStore, (now) => now);
  const [writing, setWriting] = useState(false);
  const { items } = desired;
  const compared = useMemo(() => {
    if (!baseline) return [];
    const wanted = ({ item }: (typeof items)[number]) => ({ item, snapshotId: snapshotFor(item, snapshots) });
    return pairs(baseline.items, items, wanted, wanted);
  }, [baseline, items, snapshots]);

  const keep = () => {
    const time = new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    baselineStore.set({ name: `kept at ${time}`, items });
    setWriting(false);
  };

  return (
    <>
      <section className={classes.setup} aria-label="Baseline">
        {baseline ? (
          <p>
            <b>A</b> is the baseline, {baseline.name} ({count(baseline.items.length, 'role')}). <b>B</b> is
            what is written now ({count(items.length, 'role')}).
          </p>
        ) : (
          <p>
            Keep what is written now as the baseline, then edit on: here you see what your edits change in the
            plans. Or bring the plan.yaml to compare with.
          </p>
        )}
        <div className={classes.actions}>
          <Button
            size="compact-sm"
            variant={baseline ? 'default' : 'filled'}
            disabled={items.length === 0}
            onClick={keep}
          >
            {baseline
              ? 'Keep the current desired state instead'
              : 'Keep the current desired state as baseline'}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={writing}
            onClick={() => setWriting((now) => !now)}
          >
            {baseline ? 'Paste or open another' : 'Paste or open one'}
          </Button>
          {baseline && (
            <Button size="compact-sm" variant="default" onClick={() => baselineStore.set(undefined)}>
              Forget the baseline
            </Button>
          )}
        </div>
        {writing && <OtherText onTaken={() => setWriting(false)} />}
      </section>
      {baseline && <Comparison pairs={compared} a="baseline" b="now" />}
    </>
  );
}
