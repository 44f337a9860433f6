import type { ReactNode } from 'react';
import classes from './Actions.module.css';

/** Buttons side by side, the first of them being what is mostly wanted. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}
