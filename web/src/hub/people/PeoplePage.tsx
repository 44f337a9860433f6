import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { Actions } from '../../ui/Actions';
import { ScrollBox } from '../../ui/ScrollBox';
import { Skeleton } from '../../ui/Skeleton';
import { Time } from '../../ui/Time';
import { useStore } from '../../ui/useStore';
import { useApi } from '../api/context';
import { useAnswer, useChange, useDoing } from '../api/queries';
import type { UserOut, WithLink } from '../api/types';
import classes from '../sessions/Sessions.module.css';
import { PageHead, Trouble } from '../shell/Shell';
import { ACCESS } from '../words';
import { AddPerson } from './AddPerson';
import { ApprovalRule } from './ApprovalRule';
import { LinkDrawer } from './LinkDrawer';

/** Who may do what. */
export function PeoplePage() {
  const { data, error } = useAnswer('GET /api/v1/users');
  const [adding, setAdding] = useState(false);
  const [link, setLink] = useState<WithLink>();
  return (
    <div>
      <PageHead title="People">
        <Button onClick={() => setAdding(true)}>Add somebody</Button>
      </PageHead>
      <ApprovalRule />
      {error ? (
        <Trouble error={error} />
      ) : data ? (
        <ScrollBox label="People" className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Access</th>
                <th scope="col">Logs in with</th>
                <th scope="col">Since</th>
                <th scope="col">
                  <span className="rw-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.users.map((user) => (
                <Person key={user.id} user={user} onLink={setLink} />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      ) : (
        <Skeleton rows={4} what="the people" />
      )}
      {adding && <AddPerson onClose={() => setAdding(false)} onLink={setLink} />}
      {link && <LinkDrawer of={link} onClose={() => setLink(undefined)} />}
    </div>
  );
}

function Person({ user, onLink }: { user: UserOut; onLink(link: WithLink): void }) {
  const isMe = useStore(useApi().me, (now) => now?.name === user.name);
  const change = useChange(user, 'GET /api/v1/users/{id}', 'PATCH /api/v1/users/{id}', { id: user.id });
  const link = useDoing('POST /api/v1/users/{id}/link');
  return (
    <tr>
      <th scope="row">{user.name}</th>
      <td>
        <NativeSelect
          size="xs"
          miw="8rem"
          aria-label={`Access of ${user.name}`}
          data={ACCESS}
          value={user.access}
          // Whoever gives up their own access may have nobody to give it back.
          disabled={isMe || change.isPending}
          onChange={(event) => change.mutate({ access: event.currentTarget.value })}
        />
      </td>
      <td>
        {user.disabled ? 'nothing: locked' : (user.issuer ?? (user.has_password ? 'a password' : 'not yet'))}
      </td>
      <td>
        <Time of={user.created_at} as="age" />
      </td>
      <td>
        <Actions>
          <Button
            size="compact-xs"
            variant="default"
            loading={link.isPending}
            onClick={() => link.mutate({ path: { id: user.id } }, { onSuccess: onLink })}
          >
            New link
          </Button>
          {!isMe && (
            <Button
              size="compact-xs"
              variant="default"
              loading={change.isPending}
              onClick={() => change.mutate({ disabled: !user.disabled })}
            >
              {user.disabled ? 'Unlock' : 'Lock'}
            </Button>
          )}
        </Actions>
      </td>
    </tr>
  );
}
