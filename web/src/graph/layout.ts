import dagre from '@dagrejs/dagre';
import type { Edge, Node } from '@xyflow/react';
import type { Line, Shape, ShapeNode } from './shape';
import { CHANGE, lineWords, nodeWords } from './words';

export type ThingNode = Node<{ node: ShapeNode; line?: Line }, 'thing'>;

const WIDTH = 230;
const HEIGHT = 62;

/** Where everything stands: members, the role, what it is in and gets at, from left to right. */
export function layout({ nodes, lines }: Shape, roleName: string): { nodes: ThingNode[]; edges: Edge[] } {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: 'LR', align: 'UL', nodesep: 12, ranksep: 110 });
  graph.setDefaultEdgeLabel(() => ({}));
  // Dagre stacks what comes first at the bottom.
  for (const { id } of nodes.toReversed()) graph.setNode(id, { width: WIDTH, height: HEIGHT });
  for (const { from, to } of lines.toReversed()) graph.setEdge(from, to);
  dagre.layout(graph);
  const reached = new Map(lines.filter((line) => !line.membership).map((line) => [line.to, line]));
  const labels = new Map(nodes.map(({ id, label }) => [id, label]));
  return {
    nodes: nodes.map((node) => {
      const { x, y } = graph.node(node.id);
      return {
        id: node.id,
        type: 'thing',
        position: { x: x - WIDTH / 2, y: y - HEIGHT / 2 },
        width: WIDTH,
        height: HEIGHT,
        data: { node, line: reached.get(node.id) },
        ariaLabel: nodeWords(node),
      };
    }),
    edges: lines.map((line, i) => {
      const { color, dash, sign } = CHANGE[line.change];
      return {
        id: `${i}`,
        source: line.from,
        target: line.to,
        type: 'smoothstep',
        zIndex: line.membership ? 1 : 0,
        // Privileges stand in the node at the line's end.
        label: line.membership ? `${sign}${line.label}` : undefined,
        ariaLabel: lineWords(line, roleName, (id) => labels.get(id) ?? id),
        style: { stroke: color, strokeWidth: line.change === 'kept' ? 1.25 : 2, strokeDasharray: dash },
        labelStyle: { fill: color, fontSize: 11, fontWeight: line.change === 'kept' ? 400 : 600 },
        labelBgStyle: { fill: 'var(--rw-surface)' },
      };
    }),
  };
}
