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
    const moved = node.attributes.filter(isMoved);
    const kept = node.attributes.filter((one) => !isMoved(one));
    const facts = [kindWord(node), held && CHANGE[held.change].word, ...kept].filter(Boolean);
    return {
      id: node.id,
      look: node.planned ? 'planned' : LOOK[node.kind],
      kind: facts.join(' · '),
      name: node.label,
      held: held
        ? { text: `${CHANGE[held.change].sign}${held.label}`, color: CHANGE[held.change].color }
        : moved.length > 0
          ? { text: moved.join(', '), color: CHANGE[moveOf(moved)].color }
          : undefined,
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

const isMoved = (attribute: string) =>
  attribute.startsWith(CHANGE.added.sign) || attribute.startsWith(CHANGE.removed.sign);

/** What is taken away is to be seen, whatever is given besides. */
function moveOf(moved: string[]): 'added' | 'removed' {
  return moved.some((one) => one.startsWith(CHANGE.removed.sign)) ? 'removed' : 'added';
}
