import type { ReactNode } from 'react';
import classes from './PlanView.module.css';
import type { Loaded } from './useDetails';

/** What is loaded, or that it is being loaded, or why it could not be. */
export function Pending({ of, children }: { of: Loaded<unknown>; children: ReactNode }) {
  if (of.error !== undefined) {
    return (
      <p role="alert" className={classes.trouble}>
        This part of the plan could not be made: {of.error}
      </p>
    );
  }
  if (of.value === undefined) {
    return (
      <p role="status" className={classes.calm}>
        Working it out…
      </p>
    );
  }
  return (
    <div className={of.old ? classes.old : undefined} aria-busy={of.old}>
      {children}
    </div>
  );
}
