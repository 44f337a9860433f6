import '../ui/choices';
import { Checkbox, SegmentedControl } from '@mantine/core';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { createStore } from '../base/store';
import { part } from '../engine/part';
import { Pending } from '../plan/Pending';
import { useLoaded } from '../plan/useDetails';
import { STATUS } from '../plan/words';
import type { ReviewSource } from '../planner/review';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useReviews } from '../workspace/hooks';
import classes from './Graph.module.css';
import { Legend } from './Legend';
import { Reach } from './Reach';
import { RoleGraph } from './RoleGraph';
import { Why } from './Why';

type Side = 'role' | 'object';

/** What is looked at: it is there still when the panel is shown again. */
const lookOf = part(() =>
  createStore<{ side: Side; object: string; asList?: boolean }>({ side: 'role', object: '' }),
);

/** Who is in what, and what the selected role gets at, before and after its plan; or who gets at an object. */
export default function GraphPanel() {
  const { selected } = useReviews();
  if (!selected) {
    return <p className={classes.empty}>No role is desired yet: write one in the Desired tab.</p>;
  }
  if (!selected.summary) {
    return (
      <p className={classes.empty}>
        {selected.role}: {STATUS[selected.status].word}. The graph needs a plan; the Plan tab says what is in
        the way.
      </p>
    );
  }
  return <Planned source={selected} />;
}

function Planned({ source }: { source: ReviewSource }) {
  const workspace = useWorkspace();
  const looks = lookOf(workspace);
  const { side, object, asList: wanted } = useStore(looks, (now) => now);
  const panel = useRef<HTMLDivElement>(null);
  const narrow = useNarrow(panel);
  const asList = wanted ?? narrow;
  const graph = useLoaded(source, ({ roleName }) => workspace.ask('graph', roleName));
  return (
    <div className={classes.panel} ref={panel}>
      <div className={classes.tools}>
        <SegmentedControl
          size="xs"
          aria-label="Look from"
          data={[
            { value: 'role', label: 'What the role reaches' },
            { value: 'object', label: 'The other way round' },
          ]}
          value={side}
          onChange={(value) => looks.set((now) => ({ ...now, side: value as Side }))}
        />
        <Checkbox
          size="xs"
          label="As a list"
          checked={asList}
          onChange={({ currentTarget: { checked } }) => looks.set((now) => ({ ...now, asList: checked }))}
        />
      </div>
      {!asList && <Legend />}
      {side === 'object' ? (
        <Reach
          source={source}
          asList={asList}
          object={object}
          onObject={(path) => looks.set((now) => ({ ...now, object: path }))}
        />
      ) : (
        <Pending of={graph}>
          {graph.value && (
            <div className={classes.graph}>
              <RoleGraph
                key={source.roleName}
                graph={graph.value}
                roleName={source.roleName}
                asList={asList}
              />
            </div>
          )}
        </Pending>
      )}
      <Why key={source.roleName} source={source} graph={graph.value} />
    </div>
  );
}

/** Less room than a drawing of three columns takes: it is read as a list first. */
const ROOM_REM = 34;

function useNarrow(of: RefObject<HTMLElement | null>): boolean {
  const [narrow, setNarrow] = useState(false);
  useLayoutEffect(() => {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    setNarrow((of.current?.offsetWidth ?? 0) < ROOM_REM * rem);
  }, [of]);
  return narrow;
}
