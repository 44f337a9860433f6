import type { Box, Drawn } from './drawn';
import type { Shape, ShapeNode } from './shape';
import { CHANGE, kindWord, nodeWords } from './words';

const LOOK: Record<ShapeNode['kind'], Box['look']> = {
  role: 'role',
  database: 'database',
  schema: 'schema',
  schemas: 'many',
};

/** What is drawn of a role: its members on its left, on its right what it is in and what it holds. */
export function draw({ nodes, lines }: Shape): Drawn {
  const reached = new Map(lines.filter((line) => !line.membership).map((line) => [line.to, line]));
  const boxes = nodes.map((node): Box => {
    const held = reached.get(node.id);
    const facts = [kindWord(node), held && CHANGE[held.change].word, ...node.attributes].filter(Boolean);
    return {
      id: node.id,
      look: node.planned ? 'planned' : LOOK[node.kind],
      kind: facts.join(' · '),
      name: node.label,
      held: held && { text: `${CHANGE[held.change].sign}${held.label}`, color: CHANGE[held.change].color },
      words: held ? `${nodeWords(node)}: ${held.label} (${CHANGE[held.change].word})` : nodeWords(node),
    };
  });
  const strokes = lines.map(({ from, to, label, change, membership }) => {
    const { color, dash, sign } = CHANGE[change];
    // Privileges stand in the box at the line's end.
    return {
      from,
      to,
      label: membership ? `${sign}${label}` : undefined,
      color,
      dash,
      strong: change !== 'kept',
    };
  });
  return { boxes, strokes };
}
