import { Link } from '@tanstack/react-router';
import { count } from '../../ui/format';
import { useAnswer } from '../api/queries';
import type { JobOut } from '../api/types';
import classes from './Shell.module.css';

/** What is under way, wherever it was asked for. */
export function JobTray() {
  const { data } = useAnswer('GET /api/v1/jobs', { query: { limit: 20 } });
  const running = data?.jobs.filter(({ finished_at }) => !finished_at) ?? [];
  if (running.length === 0) return null;
  const all = running.flatMap(({ states }) => Object.values(states)).reduce((sum, n) => sum + n, 0);
  const done = running.map(doneOf).reduce((sum, n) => sum + n, 0);
  return (
    <Link to="/jobs" className={classes.tray}>
      <span>{count(running.length, 'job')} running</span>
      <progress max={all} value={done} aria-label="Done" />
      <span>
        {done}/{all}
      </span>
    </Link>
  );
}

/** How many of its items have ended. */
export function doneOf({ states }: JobOut): number {
  const open = (states.pending ?? 0) + (states.running ?? 0);
  return Object.values(states).reduce((sum, n) => sum + n, 0) - open;
}
