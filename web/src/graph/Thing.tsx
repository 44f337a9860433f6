import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import classes from './Graph.module.css';
import type { ThingNode } from './layout';
import { CHANGE, kindWord } from './words';

/** A role, a database or a schema. */
export const Thing = memo(function Thing({ data, selected }: NodeProps<ThingNode>) {
  const { node, line } = data;
  return (
    <div className={classes.thing} data-kind={node.kind} data-planned={node.planned} data-selected={selected}>
      <Handle type="target" position={Position.Left} isConnectable={false} />
      <span className={classes.kind}>
        {kindWord(node)}
        {line && ` · ${CHANGE[line.change].word}`}
        {node.attributes.length > 0 && ` · ${node.attributes.join(', ')}`}
      </span>
      <span className={classes.label} title={node.label}>
        {node.label}
      </span>
      {line && (
        <span className={classes.held} style={{ color: CHANGE[line.change].color }} title={line.label}>
          {CHANGE[line.change].sign}
          {line.label}
        </span>
      )}
      <Handle type="source" position={Position.Right} isConnectable={false} />
    </div>
  );
});
