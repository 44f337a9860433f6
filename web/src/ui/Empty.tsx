import type { ReactNode } from 'react';
import classes from './Empty.module.css';

/** Why there is nothing to see, and what to do. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <section className={classes.empty} aria-label={title}>
      <h2>{title}</h2>
      <div>{children}</div>
    </section>
  );
}
