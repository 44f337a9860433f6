import { Link } from '@tanstack/react-router';
import { Empty } from '../../ui/Empty';
import { ScrollBox } from '../../ui/ScrollBox';
import { Skeleton } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { Time } from '../../ui/Time';
import { useAnswer } from '../api/queries';
import type { JobOut } from '../api/types';
import classes from '../sessions/Sessions.module.css';
import { doneOf } from '../shell/JobTray';
import { PageHead, Trouble } from '../shell/Shell';
import { stateWords } from '../words';
import { JobActions } from './JobActions';

/** Work that outlives the page that asked for it. */
export function JobsPage() {
  const { data, isPending, error } = useAnswer('GET /api/v1/jobs', { query: { limit: 100 } });
  return (
    <div>
      <PageHead title="Jobs" />
      {error ? (
        <Trouble error={error} />
      ) : isPending ? (
        <Skeleton rows={6} what="the jobs" />
      ) : data && data.jobs.length > 0 ? (
        <ScrollBox label="Jobs" className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Asked for</th>
                <th scope="col">What</th>
                <th scope="col">By</th>
                <th scope="col">Done</th>
                <th scope="col">Items</th>
                <th scope="col">
                  <span className="rw-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.jobs.map((job) => (
                <JobRow key={job.id} job={job} />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      ) : (
        <Empty title="No job yet">
          Plans and applies of many roles are jobs: they go on without this page.
        </Empty>
      )}
    </div>
  );
}

function JobRow({ job }: { job: JobOut }) {
  const all = Object.values(job.states).reduce((sum, n) => sum + n, 0);
  return (
    <tr>
      <td>
        <Time of={job.created_at} as="age" />
      </td>
      <td>
        <Link to="/jobs/$id" params={{ id: job.id }}>
          {job.kind}
        </Link>
        {job.cancelled_by && ` (cancelled by ${job.cancelled_by})`}
      </td>
      <td>{job.asked_by}</td>
      <td>
        {doneOf(job)}/{all}
      </td>
      <td>
        {Object.entries(job.states).map(([state, many]) => (
          <Tag key={state} words={stateWords(state, job.kind)} plain>
            {many} {stateWords(state, job.kind).word}{' '}
          </Tag>
        ))}
      </td>
      <td>
        <JobActions job={job} />
      </td>
    </tr>
  );
}
