import { useCallback, useMemo, useState } from 'react';
import type { Graph } from '../planner/types';
import { AsList } from './AsList';
import { Drawing } from './Drawing';
import classes from './Graph.module.css';
import { Legend } from './Legend';
import { NodeDetails } from './NodeDetails';
import { shape } from './shape';

export function RoleGraph({ graph, roleName }: { graph: Graph; roleName: string }) {
  const [asList, setAsList] = useState(false);
  const [selected, setSelected] = useState<string>();
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const drawn = useMemo(() => shape(graph, asList ? undefined : unfolded), [graph, asList, unfolded]);
  const labels = useMemo(() => new Map(drawn.nodes.map(({ id, label }) => [id, label])), [drawn]);
  const name = useCallback((id: string) => labels.get(id) ?? id, [labels]);
  const chosen = drawn.nodes.find(({ id }) => id === selected);

  const fold = (database: string) => {
    const next = new Set(unfolded);
    if (!next.delete(database)) next.add(database);
    setUnfolded(next);
    setSelected(database);
  };

  return (
    <div className={classes.graph}>
      <div className={classes.tools}>
        <Legend />
        <label>
          <input
            type="checkbox"
            checked={asList}
            onChange={(event) => setAsList(event.currentTarget.checked)}
          />
          As a list
        </label>
      </div>
      {asList ? (
        <AsList shape={drawn} roleName={roleName} name={name} />
      ) : (
        <>
          <Drawing shape={drawn} roleName={roleName} selected={selected} onSelect={setSelected} />
          {chosen ? (
            <NodeDetails node={chosen} shape={drawn} roleName={roleName} name={name} onFold={fold} />
          ) : (
            <p className={classes.hint}>
              Choose a node, with the mouse or with Tab and Enter, to see what is known of it.
            </p>
          )}
        </>
      )}
    </div>
  );
}
