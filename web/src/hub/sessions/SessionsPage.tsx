import { NativeSelect, TextInput } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Empty } from '../../ui/Empty';
import { ScrollBox } from '../../ui/ScrollBox';
import { Skeleton } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { Time } from '../../ui/Time';
import { useAnswer } from '../api/queries';
import type { SessionOut } from '../api/types';
import { PageHead, Trouble } from '../shell/Shell';
import { stateWords } from '../words';
import classes from './Sessions.module.css';

const KINDS = [
  { value: '', label: 'Plans and applies' },
  { value: 'plan', label: 'Plans' },
  { value: 'apply', label: 'Applies' },
  { value: 'reveal', label: 'Passwords shown' },
];

/** Everything that was planned and applied, newest first. */
export function SessionsPage() {
  const search = useSearch({ from: '/inside/sessions' });
  const navigate = useNavigate({ from: '/sessions' });
  const { data, isPending, error } = useAnswer('GET /api/v1/sessions', { query: { ...search, limit: 200 } });
  const put = (change: Partial<typeof search>) =>
    void navigate({ search: (now) => ({ ...now, ...change }), replace: true });
  return (
    <div>
      <PageHead title="Sessions" />
      <div className={classes.filters}>
        <TextInput
          aria-label="Search the sessions"
          placeholder="Search: message, role or resource"
          value={search.q ?? ''}
          onChange={(event) => put({ q: event.currentTarget.value || undefined })}
        />
        <NativeSelect
          aria-label="Kind"
          data={KINDS}
          value={search.kind ?? ''}
          onChange={(event) => put({ kind: event.currentTarget.value || undefined })}
        />
        <TextInput
          aria-label="Resource"
          placeholder="Resource"
          value={search.resource ?? ''}
          onChange={(event) => put({ resource: event.currentTarget.value || undefined })}
        />
      </div>
      {error ? (
        <Trouble error={error} />
      ) : isPending ? (
        <Skeleton rows={8} what="the sessions" />
      ) : data && data.sessions.length > 0 ? (
        <ScrollBox label="Sessions" className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Kind</th>
                <th scope="col">Role</th>
                <th scope="col">Outcome</th>
                <th scope="col">By</th>
                <th scope="col">Message</th>
              </tr>
            </thead>
            <tbody>
              {data.sessions.map((session) => (
                <SessionRow key={session.sid} session={session} />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      ) : (
        <Empty title="No session fits">Plans and applies are kept here, refused ones too.</Empty>
      )}
    </div>
  );
}

function SessionRow({ session }: { session: SessionOut }) {
  const { sid, kind, resource, role_label, role_name, status, message, started_at, by } = session;
  return (
    <tr>
      <td>
        <Link to="/sessions/$sid" params={{ sid }}>
          <Time of={started_at} as="age" />
        </Link>
      </td>
      <td>{kind}</td>
      <td>
        {resource}/{role_label} <code>{role_name}</code>
      </td>
      <td>
        <Tag words={stateWords(status, kind)} />
      </td>
      <td>{by}</td>
      <td>{message}</td>
    </tr>
  );
}
