import { Link, useParams } from '@tanstack/react-router';
import { Empty } from '../../ui/Empty';
import { ScrollBox } from '../../ui/ScrollBox';
import { Skeleton } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { Time } from '../../ui/Time';
import { useAnswer, useItems } from '../api/queries';
import type { ItemOut } from '../api/types';
import classes from '../sessions/Sessions.module.css';
import { PageHead, Trouble } from '../shell/Shell';
import { stateWords } from '../words';
import { JobActions } from './JobActions';

/** A job, item by item: how each stands, and why one failed. */
export function JobPage() {
  const { id } = useParams({ from: '/inside/jobs/$id' });
  const job = useAnswer('GET /api/v1/jobs/{id}', { path: { id } });
  const items = useItems(id);
  const error = job.error ?? items.error;
  if (error) return <Trouble error={error} />;
  if (!job.data || !items.data) return <Skeleton rows={8} what="the job" />;
  const { kind, asked_by, created_at } = job.data;
  return (
    <div>
      <PageHead title={`Job: ${kind}`}>
        {kind === 'plan' && (
          <Link to="/provision" search={{ plan: id }}>
            Show the plans
          </Link>
        )}
        <JobActions job={job.data} />
      </PageHead>
      <p>
        Asked for by {asked_by}, <Time of={created_at} as="age" />.
      </p>
      {items.data.length === 0 ? (
        <Empty title="There is nothing in it" />
      ) : (
        <ScrollBox label="Items" className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Item</th>
                <th scope="col">Status</th>
                <th scope="col">Session</th>
                <th scope="col">Message</th>
              </tr>
            </thead>
            <tbody>
              {items.data.map((item) => (
                <ItemRow key={item.number} item={item} kind={kind} />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
    </div>
  );
}

function ItemRow({ item: { resource, label, state, sid, message }, kind }: { item: ItemOut; kind: string }) {
  return (
    <tr>
      <td>{label ? `${resource}/${label}` : resource}</td>
      <td>
        <Tag words={stateWords(state, kind)} />
      </td>
      <td>
        {sid && (
          <Link to="/sessions/$sid" params={{ sid }}>
            View session
          </Link>
        )}
      </td>
      <td>{message}</td>
    </tr>
  );
}
