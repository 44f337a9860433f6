import { Button } from '@mantine/core';
import type { Column } from '../../ui/DataTable/columns';
import { Tag } from '../../ui/Tag';
import { Time } from '../../ui/Time';
import type { ResourceOut } from '../api/types';
import { SETUP, STEPS, stateWords } from '../words';
import classes from './Inventory.module.css';

const NEXT: Record<string, string> = { manage: '/manage', provision: '/provision', configured: '/sessions' };

export function inventoryColumns(
  go: (to: string, resource: string) => void,
  open: (resource: string) => void,
): Column<ResourceOut>[] {
  return [
    {
      id: 'name',
      head: 'Name',
      min: 9,
      grow: 3,
      sticky: true,
      cell: ({ name }) => (
        <button type="button" className={classes.open} tabIndex={-1} onClick={() => open(name)}>
          {name}
        </button>
      ),
    },
    { id: 'type', head: 'Type', min: 7, cell: ({ type }) => type },
    {
      id: 'host',
      head: 'Host',
      min: 10,
      grow: 3,
      cell: ({ host, port }) => <code>{`${host}:${port}`}</code>,
    },
    { id: 'agent', head: 'Agent', min: 5, cell: ({ agent }) => agent },
    { id: 'account', head: 'Admin account', min: 9, grow: 1, cell: (row) => <Account of={row} /> },
    { id: 'setup', head: 'Setup', min: 9, cell: ({ setup }) => <Progress setup={setup} /> },
    { id: 'last', head: 'Last session', min: 12, grow: 2, cell: (row) => <Last of={row} /> },
    {
      id: 'next',
      head: 'Next',
      min: 10,
      cell: ({ name, setup }) => (
        <Button size="compact-xs" variant="default" onClick={() => go(NEXT[setup] ?? '/sessions', name)}>
          {SETUP[setup]?.next}
        </Button>
      ),
    },
  ];
}

function Account({ of: { account } }: { of: ResourceOut }) {
  if (!account) return <span className={classes.quiet}>not set</span>;
  return (
    <span title={account.elsewhere ? 'Tested at another host or port: it is not sent here.' : undefined}>
      {account.user}
      {account.elsewhere && ' (elsewhere)'}
    </span>
  );
}

/** `2/3`, and by name what is done. */
function Progress({ setup }: { setup: string }) {
  const { step, word } = SETUP[setup] ?? { step: 0, word: setup };
  const done = STEPS.slice(0, step).join(', ');
  return (
    <span className={classes.progress} title={`Done: ${done}`}>
      <span aria-hidden="true">
        {STEPS.map((name, index) => (
          <i key={name} data-done={index < step || undefined} />
        ))}
      </span>
      <span>{step === 3 ? '3/3 Configured' : `${step}/3`}</span>
      <span className="rw-hidden">{word}</span>
    </span>
  );
}

function Last({ of: { last_session: last } }: { of: ResourceOut }) {
  if (!last) return <span className={classes.quiet}>none yet</span>;
  return (
    <span className={classes.last}>
      <Tag words={stateWords(last.status, last.kind)} plain /> <Time of={last.at} as="age" />
    </span>
  );
}
