import { useState } from 'react';
import type { DatabaseSummary } from '../planner/types';
import { number } from '../ui/format';
import { ScrollBox } from '../ui/ScrollBox';
import classes from './Catalog.module.css';

/** A cluster can have thousands of databases; the first are enough to recognise it. */
const FIRST = 50;

const PLURALS: Record<string, string> = {
  table: 'Tables',
  'partitioned table': 'Partitioned tables',
  view: 'Views',
  'materialized view': 'Materialized views',
  'foreign table': 'Foreign tables',
  sequence: 'Sequences',
};

/** The kinds that occur, in the order of their heads. */
export function kindsOf(all: DatabaseSummary[]): string[] {
  const found = new Set(all.flatMap(({ relations }) => relations.map(({ kind }) => kind)));
  const known = Object.keys(PLURALS).filter((kind) => found.delete(kind));
  return [...known, ...[...found].sort()];
}

export function DatabaseTable({ databases, of, kinds }: Props) {
  const [all, setAll] = useState(false);
  const shown = all ? databases : databases.slice(0, FIRST);
  return (
    <details className={classes.databases} open={databases.length <= 8}>
      <summary>Databases</summary>
      <ScrollBox className={classes.scroll} label={`Databases of ${of}`}>
        <table>
          <colgroup>
            <col className={classes.names} />
            <col className={classes.names} />
            <col span={kinds.length + 1} className={classes.numbers} />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">Database</th>
              <th scope="col">Owner</th>
              <th scope="col" className={classes.number}>
                Schemas
              </th>
              {kinds.map((kind) => (
                <th key={kind} scope="col" className={classes.number}>
                  {PLURALS[kind] ?? kind}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((database) => (
              <tr key={database.name}>
                <th scope="row">{database.name}</th>
                <td>{database.owner}</td>
                {database.read ? (
                  <>
                    <td className={classes.number}>{number(database.schemas)}</td>
                    {kinds.map((kind) => (
                      <td key={kind} className={classes.number}>
                        {number(database.relations.find((one) => one.kind === kind)?.count ?? 0)}
                      </td>
                    ))}
                  </>
                ) : (
                  <td colSpan={kinds.length + 1} className={classes.quiet}>
                    {database.unreachable ?? 'contents not in the snapshot'}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {!all && databases.length > FIRST && (
        <button type="button" className={classes.link} onClick={() => setAll(true)}>
          Show all {number(databases.length)}
        </button>
      )}
    </details>
  );
}

interface Props {
  databases: DatabaseSummary[];
  /** The snapshot's name. */
  of: string;
  /** Those of all snapshots, so that the columns of one card stand below those of another. */
  kinds: string[];
}
