import type { Graph, GraphEdge, GraphNode } from '../planner/types';

/** What a line says, in a word. */
export type LineChange = 'kept' | 'changed' | 'added' | 'removed';

export interface Line {
  from: string;
  to: string;
  label: string;
  change: LineChange;
  membership: boolean;
}

/** What is drawn: a database leads to its schemas, as the role gets at them. */
export interface Shape {
  nodes: ShapeNode[];
  lines: Line[];
}

export interface ShapeNode extends Pick<GraphNode, 'id' | 'label' | 'planned' | 'attributes'> {
  kind: GraphNode['kind'] | 'schemas';
  /** Of a database whose schemas are folded away, or that stand for them: its id. */
  folds?: string;
}

/** More schemas than this, and each database shows its own as one. */
export const MANY = 40;

/** `unfolded`: the databases whose schemas are shown each; absent: all. */
export function shape(graph: Graph, unfolded?: ReadonlySet<string>): Shape {
  const schemas = graph.nodes.filter((node) => node.kind === 'schema');
  const fold = unfolded !== undefined && schemas.length > MANY;
  const nodes = new Map<string, ShapeNode>();
  for (const node of graph.nodes) if (node.kind !== 'schema') nodes.set(node.id, node);
  const privileges = new Map(graph.edges.filter((e) => e.kind === 'privileges').map((e) => [e.to, e]));
  const lines = graph.edges.filter((edge) => nodes.has(edge.to)).map(line);
  const folded = new Map<string, GraphEdge[]>();

  for (const schema of schemas) {
    const database = databaseOf(schema.label);
    const id = `database:${database}`;
    if (!nodes.has(id))
      nodes.set(id, { id, kind: 'database', label: database, planned: false, attributes: [] });
    const edge = privileges.get(schema.id);
    if (!edge) continue;
    if (fold && !unfolded.has(id)) {
      folded.set(id, [...(folded.get(id) ?? []), edge]);
    } else {
      nodes.set(schema.id, fold ? { ...schema, folds: id } : schema);
      lines.push({ ...line(edge), from: id });
    }
  }
  for (const [database, edges] of folded) {
    const id = `schemas:${database}`;
    const label = `${edges.length} schemas`;
    nodes.set(id, { id, kind: 'schemas', label, planned: false, attributes: [], folds: database });
    lines.push({ from: database, to: id, label: tally(edges), change: overall(edges), membership: false });
  }
  return { nodes: [...nodes.values()], lines };
}

function line(edge: GraphEdge): Line {
  const { from, to, label } = edge;
  return { from, to, label, change: changeOf(edge), membership: edge.kind === 'membership' };
}

/** Privileges that stay in part are `before → after` in the label. */
function changeOf({ kind, label, change }: GraphEdge): LineChange {
  return kind === 'privileges' && label.includes(' → ') ? 'changed' : change;
}

function tally(edges: GraphEdge[]): string {
  const counts = new Map<LineChange, number>();
  for (const edge of edges) counts.set(changeOf(edge), (counts.get(changeOf(edge)) ?? 0) + 1);
  return [...counts].map(([change, n]) => `${n} ${change}`).join(', ');
}

function overall(edges: GraphEdge[]): LineChange {
  const [first, ...others] = new Set(edges.map(changeOf));
  return first && others.length === 0 ? first : 'changed';
}

/** `app` of `app.public`; `"a.b"` of `"a.b".public`. */
function databaseOf(label: string): string {
  const quoted = /^"(?:[^"]|"")*"/.exec(label);
  return quoted ? quoted[0] : label.slice(0, label.indexOf('.'));
}
