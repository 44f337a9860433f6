import { Link, useParams } from '@tanstack/react-router';
import { CopyButton } from '../../ui/CopyButton';
import { ScrollBox } from '../../ui/ScrollBox';
import { Skeleton } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { Time } from '../../ui/Time';
import { useTake } from '../../ui/useTake';
import { useAnswer } from '../api/queries';
import type { WholeSession } from '../api/types';
import { PageHead, Trouble } from '../shell/Shell';
import { stateWords } from '../words';
import classes from './Sessions.module.css';
import { ShowPassword } from './ShowPassword';

/** One record, whole, and whether it is what was recorded. */
export function SessionPage() {
  const { sid } = useParams({ from: '/inside/sessions/$sid' });
  const { data, error } = useAnswer('GET /api/v1/sessions/{sid}', { path: { sid } });
  return (
    <div>
      <PageHead title="Session" />
      {error ? (
        <Trouble error={error} />
      ) : data ? (
        <Whole of={data} />
      ) : (
        <Skeleton rows={8} what="the session" />
      )}
    </div>
  );
}

function Whole({ of: { session, document, proof, proved, host, admin_account } }: { of: WholeSession }) {
  const take = useTake(document ?? '');
  return (
    <article className={classes.whole}>
      <dl className={classes.facts}>
        <Fact name="Role">
          {session.resource}/{session.role_label} <code>{session.role_name}</code>
        </Fact>
        <Fact name="Kind">{session.kind}</Fact>
        <Fact name="Outcome">
          <Tag words={stateWords(session.status, session.kind)} />
        </Fact>
        <Fact name="By">{session.by}</Fact>
        <Fact name="Begun">
          <Time of={session.started_at} />
        </Fact>
        {session.finished_at && (
          <Fact name="Ended">
            <Time of={session.finished_at} />
          </Fact>
        )}
        {admin_account && <Fact name="Admin account">{admin_account}</Fact>}
        {host && <Fact name="From">{host}</Fact>}
        <Fact name="Record">
          <Tag
            words={
              proved
                ? { word: 'verified', icon: 'check', tone: 'done' }
                : { word: 'not to be trusted', icon: 'cross', tone: 'destructive' }
            }
          />{' '}
          {proof}
        </Fact>
        {session.plan_sid && (
          <Fact name="Plan">
            <Link to="/sessions/$sid" params={{ sid: session.plan_sid }}>
              {session.plan_sid}
            </Link>
          </Fact>
        )}
      </dl>
      {session.message && <p>{session.message}</p>}
      {session.kind === 'apply' && session.status === 'success' && <ShowPassword sid={session.sid} />}
      {document ? (
        <>
          <div className={classes.tools}>
            <CopyButton take={take} label="Copy" what="the session document" />
            <a href={`/api/v1/sessions/${session.sid}/document`} download>
              Download session-{session.sid.slice(0, 8)}.yaml
            </a>
          </div>
          <ScrollBox label="Session document" className={classes.document}>
            <pre>{document}</pre>
          </ScrollBox>
        </>
      ) : (
        <p>There is no document: {session.message || 'it has not ended yet'}.</p>
      )}
    </article>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
