import { useMemo, useState } from 'react';
import type { Graph } from '../planner/types';
import { AsList } from './AsList';
import { Drawing } from './Drawing';
import { draw } from './draw';
import classes from './Graph.module.css';
import { NodeDetails } from './NodeDetails';
import { shape } from './shape';

/** What a role is in, who is in it, and what it holds. */
export function RoleGraph({ graph, roleName, asList }: { graph: Graph; roleName: string; asList: boolean }) {
  const [selected, setSelected] = useState<string>();
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const shown = useMemo(() => shape(graph, asList ? undefined : unfolded), [graph, asList, unfolded]);
  const drawn = useMemo(() => draw(shown), [shown]);
  const labels = useMemo(() => new Map(shown.nodes.map(({ id, label }) => [id, label])), [shown]);
  const name = (id: string) => labels.get(id) ?? id;
  const chosen = shown.nodes.find(({ id }) => id === selected);

  const fold = (database: string) => {
    const next = new Set(unfolded);
    if (!next.delete(database)) next.add(database);
    setUnfolded(next);
    setSelected(database);
  };

  if (asList) return <AsList shape={shown} name={name} />;
  return (
    <>
      <Drawing
        label="Graph of roles and privileges"
        drawn={drawn}
        selected={selected}
        onSelect={setSelected}
      />
      {chosen ? (
        <NodeDetails node={chosen} shape={shown} roleName={roleName} name={name} onFold={fold} />
      ) : (
        <p className={classes.hint}>
          Choose a box to see what is known of it: with the mouse, or with the arrow keys and Enter.
        </p>
      )}
    </>
  );
}
