import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { Actions } from '../../ui/Actions';
import { Tag } from '../../ui/Tag';
import { Time } from '../../ui/Time';
import { useStore } from '../../ui/useStore';
import { useApi } from '../api/context';
import { useAnswer, useDoing } from '../api/queries';
import { VERDICTS } from '../words';
import classes from './Provision.module.css';

const APPROVERS = ['approver', 'admin'];

/** What was said about a plan, and the place to say it. A new plan is a plan that nothing was said about. */
export function Approvals({ sid }: { sid: string }) {
  const may = useStore(useApi().me, (now) => APPROVERS.includes(now?.access ?? ''));
  const { data } = useAnswer('GET /api/v1/plans/{sid}/approvals', { path: { sid } });
  const say = useDoing('POST /api/v1/plans/{sid}/approvals');
  const [note, setNote] = useState('');
  if (!data || (!data.needed && data.approvals.length === 0)) return null;
  const answer = (verdict: string) =>
    say.mutate({ path: { sid }, body: { verdict, note } }, { onSuccess: () => setNote('') });
  return (
    <section className={classes.approvals} aria-label="Approval">
      {data.approvals.map(({ who, at, verdict, note: why }) => (
        <p key={`${who} ${at}`}>
          <Tag words={VERDICTS[verdict] ?? { word: verdict, icon: 'info', tone: 'muted' }} /> {who},{' '}
          <Time of={at} as="age" />
          {why && `: ${why}`}
        </p>
      ))}
      {data.needed && <p>Somebody else than who made this plan has to approve it before it is applied.</p>}
      {data.needed && may && (
        <Actions>
          <TextInput
            size="xs"
            aria-label="Note"
            placeholder="Why (optional)"
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Button size="compact-sm" loading={say.isPending} onClick={() => answer('approved')}>
            Approve
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={say.isPending}
            onClick={() => answer('refused')}
          >
            Refuse
          </Button>
        </Actions>
      )}
    </section>
  );
}
