import classes from './Skeleton.module.css';

/** Stands where rows will, while they are loaded. */
export function Skeleton({ rows = 3, what }: { rows?: number; what: string }) {
  return (
    <div className={classes.skeleton} role="status">
      <span className="rw-hidden">Loading {what}…</span>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={row} aria-hidden="true" className={classes.row} />
      ))}
    </div>
  );
}
