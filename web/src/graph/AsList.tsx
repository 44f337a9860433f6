import { Tag } from '../ui/Tag';
import classes from './Graph.module.css';
import type { Line, Shape, ShapeNode } from './shape';
import { TAG } from './words';

/** The same in words: the role, its memberships, and what it holds, database by database. */
export function AsList({ shape, name }: { shape: Shape; name(id: string): string }) {
  const { nodes, lines } = shape;
  const planned = nodes.find((node) => node.planned);
  const members = lines.filter((line) => line.membership);
  const held = new Map(lines.filter((line) => !line.membership).map((line) => [line.to, line]));
  const schemasOf = (database: string) =>
    nodes.filter((node) => node.kind === 'schema' && held.get(node.id)?.from === database);
  const databases = nodes.filter((node) => node.kind === 'database');
  const above = members.filter(({ from }) => from === planned?.id);
  const below = members.filter(({ to }) => to === planned?.id);
  const further = members.filter((line) => !above.includes(line) && !below.includes(line));
  return (
    <div className={classes.words}>
      <Section title="Who is in it">
        {below.map((line) => (
          <Row key={line.from} name={name(line.from)} line={line} />
        ))}
      </Section>
      <Section title="What it is in">
        {above.map((line) => (
          <Row key={line.to} name={name(line.to)} line={line} />
        ))}
      </Section>
      {further.length > 0 && (
        <Section title="Further memberships">
          {further.map((line) => (
            <Row
              key={`${line.from} ${line.to}`}
              name={`${name(line.from)} in ${name(line.to)}`}
              line={line}
            />
          ))}
        </Section>
      )}
      <Section title="What it holds itself">
        {databases.map((database) => (
          <Row key={database.id} name={database.label} line={held.get(database.id)}>
            <Schemas of={schemasOf(database.id)} held={held} />
          </Row>
        ))}
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode[] }) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {children.length > 0 ? (
        <ul>{children}</ul>
      ) : (
        <p className={classes.hint}>None, before or after the plan.</p>
      )}
    </section>
  );
}

function Schemas({ of, held }: { of: ShapeNode[]; held: Map<string, Line> }) {
  if (of.length === 0) return null;
  return (
    <ul>
      {of.map((schema) => (
        <Row key={schema.id} name={schema.label} line={held.get(schema.id)} />
      ))}
    </ul>
  );
}

function Row({ name, line, children }: { name: string; line?: Line; children?: React.ReactNode }) {
  return (
    <li>
      <p className={classes.row}>
        <code>{name}</code>
        {line && (
          <>
            <span>{line.label}</span>
            <Tag words={TAG[line.change]} plain />
          </>
        )}
      </p>
      {children}
    </li>
  );
}
