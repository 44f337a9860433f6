import { Button } from '@mantine/core';
import { useState } from 'react';
import { CopyButton } from '../../ui/CopyButton';
import { Drawer } from '../../ui/Drawer';
import { Empty } from '../../ui/Empty';
import { ScrollBox } from '../../ui/ScrollBox';
import { Skeleton } from '../../ui/Skeleton';
import { Tag, type Words } from '../../ui/Tag';
import { Time } from '../../ui/Time';
import { useAnswer, useDoing } from '../api/queries';
import type { NewToken, TokenOut } from '../api/types';
import classes from '../sessions/Sessions.module.css';
import { PageHead, Trouble } from '../shell/Shell';
import { AddToken } from './AddToken';

const GOOD: Words = { word: 'good', icon: 'check', tone: 'done' };
const OVER: Words = { word: 'over', icon: 'clock', tone: 'muted' };
const REVOKED: Words = { word: 'revoked', icon: 'cross', tone: 'muted' };

/** What programs come with. An admin sees everybody's. */
export function TokensPage() {
  const { data, error } = useAnswer('GET /api/v1/tokens');
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<NewToken>();
  return (
    <div>
      <PageHead title="Tokens">
        <Button onClick={() => setAdding(true)}>Make a token</Button>
      </PageHead>
      {error ? (
        <Trouble error={error} />
      ) : !data ? (
        <Skeleton rows={4} what="the tokens" />
      ) : data.tokens.length === 0 ? (
        <Empty title="No token yet">
          A program comes with a token, in place of a password: <code>Authorization: Bearer …</code>
        </Empty>
      ) : (
        <ScrollBox label="Tokens" className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">What it is for</th>
                <th scope="col">Access</th>
                <th scope="col">Status</th>
                <th scope="col">Ends</th>
                <th scope="col">Last used</th>
                <th scope="col">
                  <span className="rw-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {data.tokens.map((token) => (
                <Token key={token.id} token={token} />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      {adding && <AddToken onClose={() => setAdding(false)} onMade={setMade} />}
      {made && (
        <Drawer title={`Token ${made.token.name}`} opened onClose={() => setMade(undefined)}>
          <p>
            <code className={classes.password}>{made.value}</code>
          </p>
          <CopyButton take={() => made.value} label="Copy" what="the token" />
          <p>It is not shown again.</p>
        </Drawer>
      )}
    </div>
  );
}

function Token({ token }: { token: TokenOut }) {
  const revoke = useDoing('DELETE /api/v1/tokens/{id}');
  const words = token.revoked_at ? REVOKED : new Date(token.expires_at) < new Date() ? OVER : GOOD;
  return (
    <tr>
      <th scope="row">{token.name}</th>
      <td>{token.access}</td>
      <td>
        <Tag words={words} />
      </td>
      <td>
        <Time of={token.expires_at} />
      </td>
      <td>{token.last_used_at ? <Time of={token.last_used_at} as="age" /> : 'never'}</td>
      <td>
        {words === GOOD && (
          <Button
            size="compact-xs"
            variant="default"
            loading={revoke.isPending}
            onClick={() => revoke.mutate({ path: { id: token.id } })}
          >
            Revoke
          </Button>
        )}
      </td>
    </tr>
  );
}
