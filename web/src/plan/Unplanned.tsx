import type { ReviewSource } from '../planner/review';
import { NoteList } from './NoteList';
import classes from './PlanView.module.css';

/** Why there is no SQL to read, and what to do. */
export function Unplanned({ source }: { source: ReviewSource }) {
  const { status, failure, resource, role } = source;
  if (status === 'failed') {
    return (
      <div className={classes.failure}>
        <h3>No plan can be made for {role}</h3>
        {failure && <NoteList notes={failure.notes} />}
      </div>
    );
  }
  if (status === 'no-snapshot') {
    return (
      <div className={classes.calm}>
        <h3>There is no catalog of {resource} yet</h3>
        <p>
          A plan compares the desired role with what is there. Open a snapshot of the cluster in the Catalog
          tab, or choose one of the samples. To take one:
        </p>
        <pre className={classes.command}>
          rolewright snapshot {resource} -o catalog.{resource}.json
        </pre>
        <p>The file stays in this browser.</p>
      </div>
    );
  }
  return (
    <p role="status" className={classes.calm}>
      The plan is being made…
    </p>
  );
}
