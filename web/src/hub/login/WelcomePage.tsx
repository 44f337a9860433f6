import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Failure } from '../../ui/Failure';
import { Skeleton } from '../../ui/Skeleton';
import { Time } from '../../ui/Time';
import { Refused } from '../api/client';
import { useApi } from '../api/context';
import classes from './Login.module.css';

/** Somebody comes with a link that is good once: they choose a password. */
export function WelcomePage() {
  const { call } = useApi();
  // Behind the #, which no server and no log ever sees.
  const [link] = useState(() => location.hash.slice(1));
  const found = useQuery({
    queryKey: ['link'],
    queryFn: () => call('POST /api/v1/links/look', { body: { link } }),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <main className={classes.page}>
      {found.data ? (
        <Choose link={link} name={found.data.name} access={found.data.access} until={found.data.expires_at} />
      ) : found.error ? (
        <Failure title={found.error.message}>
          {found.error instanceof Refused ? found.error.remedy : undefined}
        </Failure>
      ) : (
        <Skeleton what="the link" />
      )}
    </main>
  );
}

interface Props {
  link: string;
  name: string;
  access: string;
  until: string;
}

function Choose({ link, name, access, until }: Props) {
  const api = useApi();
  const navigate = useNavigate();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await api.redeem(link, password);
      await navigate({ to: '/inventory', replace: true });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : `${error}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className={classes.card} onSubmit={(event) => void submit(event)}>
      <h1>Welcome, {name}</h1>
      <p>
        Choose a password. You are {access === 'viewer' ? 'a' : 'an'} {access} of this hub.
      </p>
      <input type="text" autoComplete="username" value={name} readOnly hidden />
      <TextInput
        label="Password"
        description="12 characters or more"
        type="password"
        autoComplete="new-password"
        value={password}
        required
        autoFocus
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      {problem && (
        <p role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <Button type="submit" loading={busy}>
        Set the password and log in
      </Button>
      <p className={classes.quiet}>
        The link is good once, until <Time of={until} />.
      </p>
    </form>
  );
}
