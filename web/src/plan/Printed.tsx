import type { ReactNode } from 'react';
import type { ReviewSource } from '../planner/review';
import type { Details } from '../planner/types';
import { Others, onlyChanges } from './Changes';
import { Checksums } from './Checksums';
import { MatrixTable } from './MatrixTable';
import { NoteList } from './NoteList';
import { PlanHeader } from './PlanHeader';
import classes from './Printed.module.css';
import { RoleChanges } from './RoleChanges';
import { SqlText } from './SqlText';
import { Statement } from './Statement';
import statements from './Statements.module.css';

/** One role on paper: everything, one below the other, each page saying of which role and plan it is. */
export function Printed({ source, details }: { source: ReviewSource; details?: Details }) {
  const { role, roleName, resource, failure, sql, summary } = source;
  return (
    <article className={classes.printed} data-testid="printed">
      {/* A group of a table's head is what browsers repeat on each page. */}
      <div className={classes.pageHead} aria-hidden="true">
        <div className={classes.running}>
          <span>{role}</span>
          <span>on {resource}</span>
          {summary && <code>{summary.sql_plan_checksum}</code>}
        </div>
      </div>
      <div className={classes.body}>
        <PlanHeader source={source} sentence={details?.sentence} paper />
        {summary && <Checksums summary={summary} details={{ value: details, old: false }} open />}
        {failure && <NoteList notes={failure.notes} />}
        {details && <Parts roleName={roleName} details={details} />}
        {sql !== undefined && (
          <Part title="SQL">
            <SqlText sql={sql} dangers={summary?.dangers} label={`SQL of ${roleName}`} printed />
          </Part>
        )}
        {details && (
          <>
            <Steps details={details} />
            <Part title="Undo">
              <SqlText
                sql={details.undo_sql}
                dangers={details.undo_dangers}
                label={`Undo SQL of ${roleName}`}
                printed
              />
            </Part>
          </>
        )}
      </div>
    </article>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Parts({ roleName, details }: { roleName: string; details: Details }) {
  const { advice, matrix, role } = details;
  const rows = onlyChanges(matrix.rows);
  return (
    <>
      {advice.length > 0 && (
        <Part title="Advice">
          <NoteList notes={advice} />
        </Part>
      )}
      {details.steps.length > 0 && (
        <Part title="Changes">
          <RoleChanges of={role} role={roleName} only />
          <Others details={details} whole />
          {rows.length > 0 && (
            <MatrixTable rows={rows} privileges={matrix.privileges} label="Privileges by scope" />
          )}
        </Part>
      )}
    </>
  );
}

/** Each with its reason; the statement itself stands in the SQL. */
function Steps({ details: { steps } }: { details: Details }) {
  if (steps.length === 0) return null;
  return (
    <Part title="Statements and their reasons">
      <ol className={statements.list}>
        {steps.map((step, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a statement's number is its name
          <Statement key={i} step={step} number={i + 1} whole />
        ))}
      </ol>
    </Part>
  );
}
