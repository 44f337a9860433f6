import { Button } from '@mantine/core';
import { Tag } from '../ui/Tag';
import classes from './Graph.module.css';
import type { Shape, ShapeNode } from './shape';
import { kindWord, lineWords, TAG } from './words';

/** What is known of the node that was chosen. */
export function NodeDetails({ node, shape, roleName, name, onFold }: Props) {
  const lines = shape.lines.filter(({ from, to }) => from === node.id || to === node.id);
  const { folds } = node;
  return (
    <section className={classes.details} aria-label="Chosen" aria-live="polite">
      <h2>{node.label}</h2>
      <p>
        {kindWord(node)}
        {node.attributes.length > 0 && `: ${node.attributes.join(', ')}`}
      </p>
      {folds && (
        <Button size="compact-xs" variant="default" onClick={() => onFold(folds)}>
          {node.kind === 'schemas' ? 'Show each schema' : 'Show its schemas as one'}
        </Button>
      )}
      <ul>
        {lines.map((line) => (
          <li key={`${line.from} ${line.to}`}>
            <Tag words={TAG[line.change]} /> {lineWords(line, roleName, name)}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Props {
  node: ShapeNode;
  shape: Shape;
  roleName: string;
  name(id: string): string;
  onFold(database: string): void;
}
