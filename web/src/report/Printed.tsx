import { MatrixTable } from '../plan/MatrixTable';
import { NoteList } from '../plan/NoteList';
import { PlanHeader } from '../plan/PlanHeader';
import { SqlText } from '../plan/SqlText';
import { Statement } from '../plan/Statement';
import statements from '../plan/Statements.module.css';
import type { Review } from '../planner/types';
import { sourceOf } from './data';

/** One role on paper: everything, one below the other. */
export function Printed({ review }: { review: Review }) {
  const source = sourceOf(review);
  const { details, failure, sql } = review;
  return (
    <article className="printed">
      <PlanHeader source={source} details={{ value: details ?? undefined, old: false }} />
      {failure && <NoteList notes={failure.notes} />}
      {details && details.advice.length > 0 && (
        <>
          <h3>Advice</h3>
          <NoteList notes={details.advice} />
        </>
      )}
      {source.sql !== undefined && (
        <>
          <h3>SQL</h3>
          <SqlText sql={sql} label={`SQL of ${source.roleName}`} printed />
        </>
      )}
      {details && details.matrix.rows.length > 0 && (
        <>
          <h3>Changes</h3>
          <MatrixTable {...details.matrix} label="Privileges by scope" />
        </>
      )}
      {details && details.steps.length > 0 && (
        <>
          <h3>Statements</h3>
          <ol className={statements.list}>
            {details.steps.map((step, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a statement's number is its name
              <Statement key={i} step={step} number={i + 1} whole />
            ))}
          </ol>
        </>
      )}
    </article>
  );
}
