import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { clock, count } from '../ui/format';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useDesired, useServing } from '../workspace/hooks';
import { baselineOf, formerOf } from './baseline';
import { Comparison } from './Comparison';
import { pairs } from './compare';
import { OtherText } from './OtherText';
import classes from './WhatIf.module.css';

/** A desired state that was kept, against the one that is being edited, on the same clusters. */
export function Edits() {
  const { items } = useDesired();
  const serving = useServing();
  const workspace = useWorkspace();
  const baselines = baselineOf(workspace);
  const former = useStore(formerOf(workspace), (now) => now);
  const baseline = useStore(baselines, (now) => now);
  const [writing, setWriting] = useState(false);
  const compared = useMemo(() => {
    if (!baseline) return [];
    const wanted = ({ item }: (typeof items)[number]) => ({
      item,
      snapshotId: serving.get(item.resource_name)?.id,
    });
    return pairs(baseline.items, items, wanted, wanted);
  }, [baseline, items, serving]);

  const keep = () => {
    baselines.set({ name: `kept at ${clock(Date.now())}`, items });
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
            <Button size="compact-sm" variant="default" onClick={() => baselines.set(undefined)}>
              Forget the baseline
            </Button>
          )}
          {former && (
            <Button size="compact-sm" variant="default" onClick={() => baselines.set(former)}>
              Bring back the baseline {former.name}
            </Button>
          )}
        </div>
        {writing && <OtherText onTaken={() => setWriting(false)} />}
      </section>
      {baseline && <Comparison pairs={compared} a="baseline" b="now" />}
    </>
  );
}
