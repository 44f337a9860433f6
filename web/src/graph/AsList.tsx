import classes from './Graph.module.css';
import type { Shape } from './shape';
import { lineWords, nodeWords } from './words';

/** The same in words. */
export function AsList({
  shape,
  roleName,
  name,
}: {
  shape: Shape;
  roleName: string;
  name(id: string): string;
}) {
  const memberships = shape.lines.filter((line) => line.membership);
  const privileges = shape.lines.filter((line) => !line.membership);
  return (
    <div className={classes.words}>
      <h2>Roles</h2>
      <ul>
        {shape.nodes
          .filter((node) => node.kind === 'role')
          .map((node) => (
            <li key={node.id}>{nodeWords(node)}</li>
          ))}
      </ul>
      <h2>Memberships</h2>
      <Lines lines={memberships.map((line) => lineWords(line, roleName, name))} none="None." />
      <h2>Privileges of its own</h2>
      <Lines
        lines={privileges.map((line) => lineWords(line, roleName, name))}
        none="None, before or after the plan."
      />
    </div>
  );
}

function Lines({ lines, none }: { lines: string[]; none: string }) {
  if (lines.length === 0) return <p>{none}</p>;
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
