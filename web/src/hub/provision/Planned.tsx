import { Button, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { Actions } from '../../ui/Actions';
import { Empty } from '../../ui/Empty';
import { count } from '../../ui/format';
import { Skeleton } from '../../ui/Skeleton';
import { useDesired } from '../../workspace/hooks';
import { useDoing, useItems } from '../api/queries';
import type { ItemOut } from '../api/types';
import { Trouble } from '../shell/Shell';
import { PlanOf } from './PlanOf';
import classes from './Provision.module.css';
import { RoleRows } from './RoleRows';
import { destructive, isReady, merged } from './rows';

/** The roles as the server planned them, each with its plan, up to what is verified. */
export function Planned() {
  const { plan, apply, role } = useSearch({ from: '/inside/provision' });
  const navigate = useNavigate({ from: '/provision' });
  const desired = useDesired();
  const planned = useItems(plan);
  const applied = useItems(apply);
  const planning = useDoing('POST /api/v1/plans');
  const applying = useDoing('POST /api/v1/applies');
  const rows = merged(planned.data ?? [], applied.data ?? []);
  const chosen = rows.find(({ plan }) => `${plan.number}` === role) ?? rows[0];
  const ready = rows.filter(isReady);
  const items = desired.items.map(({ item }) => item);

  const makePlans = () =>
    planning.mutate(
      { body: { items }, headers: { 'idempotency-key': crypto.randomUUID() } },
      { onSuccess: ({ id }) => void navigate({ search: { plan: id } }) },
    );
  const applyPlans = (of: typeof ready, confirmed: number) =>
    applying.mutate(
      {
        body: {
          plans: of.map(({ plan }) => ({ sid: plan.sid ?? '', adopt: false })),
          destructive: confirmed,
        },
        headers: { 'idempotency-key': crypto.randomUUID() },
      },
      { onSuccess: ({ id }) => void navigate({ search: (now) => ({ ...now, apply: id }) }) },
    );

  return (
    <section className={classes.right} aria-label="Plans">
      <div className={classes.bar}>
        <Actions>
          <Button
            disabled={items.length === 0 || desired.problems.length > 0}
            loading={planning.isPending}
            variant={ready.length > 0 ? 'default' : 'filled'}
            onClick={makePlans}
          >
            Plan {items.length}
          </Button>
          <Apply
            key={`${plan} ${ready.length}`}
            ready={ready}
            busy={applying.isPending}
            onApply={applyPlans}
          />
        </Actions>
      </div>
      {plan === undefined ? (
        <Empty title="Nothing is planned yet">
          Write roles at the left, or open a roles.csv or plan.yaml. Planning looks at the clusters and
          changes nothing.
        </Empty>
      ) : planned.error ? (
        <Trouble error={planned.error} />
      ) : planned.isPending ? (
        <Skeleton rows={6} what="the plans" />
      ) : (
        <>
          <RoleRows
            rows={rows}
            chosen={chosen}
            onChoose={(row) =>
              void navigate({ search: (now) => ({ ...now, role: `${row.plan.number}` }), replace: true })
            }
            onApply={(row) => applyPlans([row], destructive([row]))}
          />
          {chosen && <PlanOf row={chosen} />}
        </>
      )}
    </section>
  );
}

interface ApplyProps {
  ready: { plan: ItemOut }[];
  busy: boolean;
  onApply(ready: { plan: ItemOut }[], confirmed: number): void;
}

/** Applies all that are ready; where something destructive is in them, its number is typed first. */
function Apply({ ready, busy, onApply }: ApplyProps) {
  const [typed, setTyped] = useState('');
  const dangerous = destructive(ready);
  if (ready.length === 0) return null;
  return (
    <>
      {dangerous > 0 && (
        <TextInput
          size="sm"
          className={classes.confirm}
          aria-label={`Type ${dangerous} to confirm what is destructive`}
          placeholder={`${count(dangerous, 'destructive plan')}: type ${dangerous}`}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <Button
        loading={busy}
        color={dangerous > 0 ? 'red' : undefined}
        disabled={dangerous > 0 && typed.trim() !== `${dangerous}`}
        onClick={() => onApply(ready, dangerous)}
      >
        Apply {ready.length}
      </Button>
    </>
  );
}
