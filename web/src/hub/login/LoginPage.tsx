import { Button, TextInput } from '@mantine/core';
import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useApi } from '../api/context';
import classes from './Login.module.css';

/** Who is logged in goes on where they were. */
export function LoginPage() {
  const api = useApi();
  const { to } = useSearch({ from: '/login' });
  const navigate = useNavigate();
  const router = useRouter();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await api.logIn(name, password);
      // An address of the hub's own: another's would be a way to send people there.
      const own = to?.startsWith('/') && !to.startsWith('//') ? to : undefined;
      if (own) router.history.push(own);
      else await navigate({ to: '/inventory' });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : `${error}`);
      setPassword('');
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className={classes.page}>
      <form className={classes.card} onSubmit={(event) => void submit(event)}>
        <h1>Log in to the hub</h1>
        <TextInput
          label="Name"
          autoComplete="username"
          value={name}
          required
          autoFocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Password"
          type="password"
          autoComplete="current-password"
          value={password}
          required
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {problem && (
          <p role="alert" className={classes.problem}>
            {problem}
          </p>
        )}
        <Button type="submit" loading={busy}>
          Log in
        </Button>
      </form>
    </main>
  );
}
