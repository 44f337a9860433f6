import type { LoadedSnapshot } from '../engine/snapshots';
import type { RelationCount } from '../planner/types';
import { count } from '../ui/format';
import { Icon } from '../ui/Icon';
import { IconButton } from '../ui/IconButton';
import { Time } from '../ui/Time';
import { useWorkspace } from '../workspace/context';
import { Binding } from './Binding';
import classes from './Catalog.module.css';
import { DatabaseTable } from './DatabaseTable';

export function SnapshotCard({ snapshot, kinds }: { snapshot: LoadedSnapshot; kinds: string[] }) {
  const { replacing } = useWorkspace();
  const { id, name, summary, fingerprint } = snapshot;
  const schemas = summary.databases.reduce((sum, database) => sum + database.schemas, 0);
  const relations = summary.databases.reduce((sum, { relations }) => sum + total(relations), 0);
  return (
    <article className={classes.card} aria-label={`Snapshot ${name}`}>
      <div className={classes.title}>
        <Icon name="database" />
        <h2>{name}</h2>
        <Binding snapshot={snapshot} />
        <IconButton label={`Remove ${name}`} onClick={() => replacing.takeAway(id)}>
          <Icon name="trash" />
        </IconButton>
      </div>
      <dl>
        <Fact term="PostgreSQL">{summary.server_version}</Fact>
        <Fact term="Taken">
          {summary.taken_at && (
            <>
              <Time of={summary.taken_at} as="age" />{' '}
            </>
          )}
          by {summary.taken_by}
        </Fact>
        <Fact term="Holds">
          {count(summary.databases.length, 'database')}, {count(schemas, 'schema')},{' '}
          {count(relations, 'relation')}, {count(summary.roles, 'role')}
        </Fact>
        {fingerprint && (
          <Fact term="Fingerprint">
            <code title={fingerprint}>{fingerprint.slice(0, 12)}…</code>
          </Fact>
        )}
      </dl>
      {summary.warnings.length > 0 && (
        <ul className={classes.warnings}>
          {summary.warnings.map((note) => (
            <li key={`${note.code} ${note.subject}`}>
              <Icon name="warning" />
              <span>
                {note.subject}: {note.message} {note.help}
              </span>
            </li>
          ))}
        </ul>
      )}
      <DatabaseTable databases={summary.databases} of={name} kinds={kinds} />
    </article>
  );
}

function Fact({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function total(counts: RelationCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0);
}
