import '@xyflow/react/dist/base.css';
import { Background, Controls, ReactFlow, type ReactFlowState, useReactFlow, useStore } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import classes from './Graph.module.css';
import { layout, type ThingNode } from './layout';
import type { Shape } from './shape';
import { Thing } from './Thing';

/** Smaller, and nothing can be read. */
const READABLE = 0.6;
const EDGE = 16;

const TYPES = { thing: Thing };

export function Drawing({ shape, roleName, selected, onSelect }: Props) {
  const { nodes, edges } = useMemo(() => layout(shape, roleName), [shape, roleName]);
  const shown = useMemo(
    () => nodes.map((node) => ({ ...node, selected: node.id === selected })),
    [nodes, selected],
  );
  return (
    <section className={classes.drawing} aria-label="Graph of roles and privileges">
      <ReactFlow
        nodes={shown}
        edges={edges}
        nodeTypes={TYPES}
        nodesDraggable={false}
        nodesConnectable={false}
        edgesFocusable={false}
        minZoom={0.05}
        onNodesChange={(changes) => {
          for (const change of changes) if (change.type === 'select' && change.selected) onSelect(change.id);
        }}
        onPaneClick={() => onSelect(undefined)}
      >
        <Background />
        <Controls showInteractive={false} />
        <Fit of={nodes} />
      </ReactFlow>
    </section>
  );
}

interface Props {
  shape: Shape;
  roleName: string;
  selected: string | undefined;
  onSelect(id: string | undefined): void;
}

/** Brings what is drawn into view: all of it, or as much from the role on as can be read. */
function Fit({ of }: { of: ThingNode[] }) {
  const { fitView, getNodesBounds, setViewport } = useReactFlow();
  const { width, height } = useStore(size, shallow);
  useEffect(() => {
    const bounds = getNodesBounds(of);
    const across = (width - 2 * EDGE) / bounds.width;
    if (Math.min(across, (height - 2 * EDGE) / bounds.height) >= READABLE) {
      void fitView({ padding: `${EDGE}px`, maxZoom: 1 });
      return;
    }
    const zoom = Math.min(1, Math.max(across, READABLE));
    void setViewport({ x: EDGE - bounds.x * zoom, y: EDGE - bounds.y * zoom, zoom });
  }, [of, width, height, fitView, getNodesBounds, setViewport]);
  return null;
}

const size = ({ width, height }: ReactFlowState) => ({ width, height });
const shallow = <T extends { width: number; height: number }>(a: T, b: T) =>
  a.width === b.width && a.height === b.height;
