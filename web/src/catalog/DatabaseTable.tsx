import { useState } from 'react';
import type { DatabaseSummary } from '../planner/types';
import { number } from '../ui/format';
import classes from './Catalog.module.css';

/** A cluster can have thousands of databases; the first are enough to recognise it. */
const FIRST = 50;

export function DatabaseTable({ databases, of }: { databases: DatabaseSummary[]; of: string }) {
  const [all, setAll] = useState(false);
  const kinds = [...new Set(databases.flatMap(({ relations }) => relations.map(({ kind }) => kind)))].sort();
  const shown = all ? databases : databases.slice(0, FIRST);
  return (
    <details className={classes.databases} open={databases.length <= 8}>
      <summary>Databases</summary>
      <section
        className={classes.scroll}
        aria-label={`Databases of ${of}`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
        tabIndex={0}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">Database</th>
              <th scope="col">Owner</th>
              <th scope="col">Schemas</th>
              {kinds.map((kind) => (
                <th key={kind} scope="col">
                  {kind}
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
                    <td>{database.schemas}</td>
                    {kinds.map((kind) => (
                      <td key={kind}>{database.relations.find((one) => one.kind === kind)?.count ?? 0}</td>
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
      </section>
      {!all && databases.length > FIRST && (
        <button type="button" className={classes.link} onClick={() => setAll(true)}>
          Show all {number(databases.length)}
        </button>
      )}
    </details>
  );
}
