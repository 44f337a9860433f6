import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { Actions } from '../../ui/Actions';
import { useUi } from '../../ui/context';
import { Empty } from '../../ui/Empty';
import { count } from '../../ui/format';
import { Skeleton } from '../../ui/Skeleton';
import { Tag } from '../../ui/Tag';
import { useDoing, useResources } from '../api/queries';
import type { Outcome, ResourceOut } from '../api/types';
import { PageHead, Trouble } from '../shell/Shell';
import classes from './Manage.module.css';

/** More are found by searching the inventory; nobody types hundreds of passwords by hand. */
const SHOWN = 200;

interface Typed {
  user: string;
  password: string;
}

/** The admin accounts that are missing: typed, logged in with, and only then stored. */
export function ManagePage() {
  const { resources, counts, isPending, error } = useResources({ setup: 'manage' });
  const { notices } = useUi();
  const [typed, setTyped] = useState<Record<string, Typed>>({});
  const [outcomes, setOutcomes] = useState<Record<string, Outcome>>({});
  const form = useRef<HTMLTableElement>(null);
  const save = useDoing('POST /api/v1/accounts');
  const shown = useMemo(() => resources.slice(0, SHOWN), [resources]);
  const of = (name: string) => typed[name] ?? { user: '', password: '' };
  const whole = shown.filter(({ name }) => of(name).user !== '' && of(name).password !== '');
  const put = (name: string, change: Partial<Typed>) =>
    setTyped((now) => ({ ...now, [name]: { ...of(name), ...change } }));

  const store = () => {
    const accounts = whole.map(({ name }) => ({ resource: name, ...of(name) }));
    save.mutate(
      { body: { accounts, test: false } },
      {
        onSuccess: ({ outcomes }) => {
          setOutcomes(Object.fromEntries(outcomes.map((one) => [one.resource, one])));
          const stored = outcomes.filter(({ status }) => status === 'stored');
          if (stored.length > 0)
            notices.notify({ tone: 'info', title: `${count(stored.length, 'admin account')} stored` });
          // A password that is stored is on the page no longer.
          setTyped((now) =>
            Object.fromEntries(
              Object.entries(now).filter(([name]) => !stored.some(({ resource }) => resource === name)),
            ),
          );
        },
      },
    );
  };
  /** Enter goes on, with Ctrl it saves; Ctrl+D takes what stands above, the way a spreadsheet does. */
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const fields = [...(form.current?.querySelectorAll('input') ?? [])];
    const at = fields.indexOf(event.currentTarget);
    if (event.key === 'Enter') {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) event.currentTarget.form?.requestSubmit();
      else fields[at + 1]?.focus();
    }
    if (event.key === 'd' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      const [row = 0, column] = [Math.floor(at / 2), at % 2 === 0 ? 'user' : 'password'] as const;
      const above = shown[row - 1];
      const here = shown[row];
      if (above && here) put(here.name, { [column]: of(above.name)[column] });
    }
  };
  return (
    <div>
      <PageHead title="Manage: admin accounts">
        {counts && counts.provision > 0 && (
          <Link to="/provision" className={classes.next}>
            Provision {counts.provision} →
          </Link>
        )}
      </PageHead>
      {error ? (
        <Trouble error={error} />
      ) : isPending ? (
        <Skeleton rows={4} what="the resources" />
      ) : shown.length === 0 ? (
        <Empty title="Every resource has an admin account">
          <Link to="/provision">Provision roles</Link>
        </Empty>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (whole.length > 0) store();
          }}
        >
          <table ref={form} className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Resource</th>
                <th scope="col">Admin user</th>
                <th scope="col">Password</th>
                <th scope="col">Result</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((resource, index) => (
                <Account
                  key={resource.name}
                  resource={resource}
                  typed={of(resource.name)}
                  outcome={outcomes[resource.name]}
                  first={index === 0}
                  onPut={(change) => put(resource.name, change)}
                  onKeyDown={onKeyDown}
                />
              ))}
            </tbody>
          </table>
          {resources.length > SHOWN && (
            <p>
              The first {SHOWN} of {resources.length} are shown.
            </p>
          )}
          <Actions>
            <Button type="submit" disabled={whole.length === 0} loading={save.isPending}>
              Save {whole.length}
            </Button>
          </Actions>
          <p className={classes.quiet}>
            Each account is logged in with before it is stored. A stored password is never shown again.
          </p>
        </form>
      )}
    </div>
  );
}

interface Props {
  resource: ResourceOut;
  typed: Typed;
  outcome?: Outcome;
  first: boolean;
  onPut(change: Partial<Typed>): void;
  onKeyDown(event: KeyboardEvent<HTMLInputElement>): void;
}

function Account({ resource: { name, host, port }, typed, outcome, first, onPut, onKeyDown }: Props) {
  return (
    <tr>
      <th scope="row">
        {name} <code>{`${host}:${port}`}</code>
      </th>
      <td>
        <TextInput
          size="xs"
          aria-label={`Admin user of ${name}`}
          placeholder="postgres"
          autoComplete="off"
          spellCheck={false}
          autoFocus={first}
          value={typed.user}
          onChange={(event) => onPut({ user: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
      </td>
      <td>
        <TextInput
          size="xs"
          type="password"
          aria-label={`Password of ${name}`}
          autoComplete="off"
          value={typed.password}
          onChange={(event) => onPut({ password: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
      </td>
      <td>{outcome?.status === 'failed' && <Refused of={outcome} />}</td>
    </tr>
  );
}

function Refused({ of: { message } }: { of: Outcome }) {
  return (
    <div role="alert" className={classes.refused}>
      <Tag words={{ word: 'not stored', icon: 'cross', tone: 'destructive' }} />
      <span>{message}</span>
    </div>
  );
}
