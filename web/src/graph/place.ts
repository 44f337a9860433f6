import dagre from '@dagrejs/dagre';
import { type Drawn, labelId, type Stroke } from './drawn';

interface Size {
  width: number;
  height: number;
}

interface Point {
  x: number;
  y: number;
}

export interface Placed extends Size {
  /** By id: the upper left corner. */
  boxes: Map<string, Point & Size>;
  labels: Map<string, Point>;
  /** For `d` of an SVG path. */
  paths: Map<string, string>;
}

const EDGE = 16;
/** Between the ends of two lines at one box. */
const APART = 8;

/** Where everything stands, from left to right; `sizes` are those of the boxes and labels as they are drawn. */
export function place({ boxes, strokes }: Drawn, sizes: Map<string, Size>): Placed {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({
    rankdir: 'LR',
    align: 'UL',
    nodesep: 12,
    edgesep: 12,
    ranksep: 28,
    marginx: EDGE,
    marginy: EDGE,
  });
  // Dagre stacks what comes first at the bottom.
  for (const { id } of boxes.toReversed()) graph.setNode(id, { ...(sizes.get(id) ?? NO_SIZE) });
  for (const stroke of strokes.toReversed()) {
    const label = sizes.get(labelId(stroke)) ?? NO_SIZE;
    graph.setEdge(stroke.from, stroke.to, { ...label, labelpos: 'c' });
  }
  dagre.layout(graph);

  const found = new Map<string, Point & Size>();
  for (const { id } of boxes) {
    const { x, y, width, height } = graph.node(id);
    found.set(id, { x: x - width / 2, y: y - height / 2, width, height });
  }
  const labels = new Map<string, Point>();
  const paths = new Map<string, string>();
  const [starts, ends] = [ports(strokes, 'from', found), ports(strokes, 'to', found)];
  for (const stroke of strokes) {
    const { points, x, y, width, height } = graph.edge(stroke.from, stroke.to);
    const [a, b] = [found.get(stroke.from), found.get(stroke.to)];
    if (!a || !b) continue;
    const between = points.slice(1, -1).filter((point: Point) => point.x > a.x + a.width && point.x < b.x);
    paths.set(
      labelId(stroke),
      curve([
        { x: a.x + a.width, y: starts.get(stroke) ?? a.y },
        ...between,
        { x: b.x, y: ends.get(stroke) ?? b.y },
      ]),
    );
    if (stroke.label) labels.set(labelId(stroke), { x: x - width / 2, y: y - height / 2 });
  }
  const { width = 0, height = 0 } = graph.graph();
  return { boxes: found, labels, paths, width, height };
}

const NO_SIZE = { width: 0, height: 0 };

/** Where each line meets its box: in the order of where they go, so that none crosses another there. */
function ports(strokes: Stroke[], end: 'from' | 'to', boxes: Map<string, Point & Size>): Map<Stroke, number> {
  const middle = (id: string) => {
    const box = boxes.get(id);
    return box ? box.y + box.height / 2 : 0;
  };
  const found = new Map<Stroke, number>();
  const other = end === 'from' ? 'to' : 'from';
  for (const id of new Set(strokes.map((stroke) => stroke[end]))) {
    const all = strokes.filter((stroke) => stroke[end] === id);
    const sorted = all.sort((a, b) => middle(a[other]) - middle(b[other]));
    const room = (boxes.get(id)?.height ?? 0) / (sorted.length + 1);
    const step = Math.min(APART, room);
    sorted.forEach((stroke, index) => {
      found.set(stroke, middle(id) + (index - (sorted.length - 1) / 2) * step);
    });
  }
  return found;
}

/** Through all points, level at each. */
function curve(points: Point[]): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${round(first.x)} ${round(first.y)}`;
  let last = first;
  for (const point of rest) {
    const half = (last.x + point.x) / 2;
    path += `C${round(half)} ${round(last.y)} ${round(half)} ${round(point.y)} ${round(point.x)} ${round(point.y)}`;
    last = point;
  }
  return path;
}

const round = (value: number) => Math.round(value * 10) / 10;
