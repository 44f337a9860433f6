import { useMemo } from 'react';
import { NoteList } from '../plan/NoteList';
import { lazyPart } from '../ui/lazyPart';
import { difference, outcomes, sqlOf } from './compare';
import { OutcomeTable } from './OutcomeTable';
import { StatementGroup } from './StatementGroup';
import type { Side } from './side';
import type { Compared } from './useComparison';
import classes from './WhatIf.module.css';

const SqlDiff = lazyPart<{ a: string; b: string }>(
  'The comparison',
  () => import('./SqlDiff'),
  () => <p className={classes.hint}>Loading…</p>,
);

/** Where the plans of one role part. */
export function RoleDifference({ compared, sides }: { compared: Compared; sides: [Side, Side] }) {
  const [a, b] = sides;
  const { onlyA, onlyB, both } = useMemo(() => difference(a, b), [a, b]);
  const held = useMemo(() => outcomes(a, b), [a, b]);
  const [sqlA, sqlB] = [sqlOf(a), sqlOf(b)];
  return (
    <article className={classes.difference} aria-label={`Difference for ${compared.role}`}>
      <h2>{compared.roleName}</h2>
      <Missing side={a} name="A" />
      <Missing side={b} name="B" />
      <StatementGroup title="Only in A" steps={onlyA} open />
      <StatementGroup title="Only in B" steps={onlyB} open />
      <StatementGroup title="In both" steps={both} />
      {held.length > 0 && <OutcomeTable outcomes={held} />}
      {sqlA !== sqlB && (
        <section aria-label="The SQL, A to B">
          <h3>The SQL, from A to B</h3>
          <SqlDiff a={sqlA} b={sqlB} />
        </section>
      )}
    </article>
  );
}

/** Why a side has no plan. */
function Missing({ side, name }: { side: Side; name: string }) {
  if (side.state === 'absent') return <p className={classes.hint}>The role is not in {name}.</p>;
  if (side.state === 'refused') {
    return (
      <p className={classes.hint}>
        {name} could not be planned: {side.message}
      </p>
    );
  }
  if (side.state === 'no-snapshot') {
    return (
      <p className={classes.hint}>There is no snapshot to plan {name} on: add one in the Catalog tab.</p>
    );
  }
  const { failure } = side.answer;
  return failure ? (
    <>
      <p className={classes.hint}>{name} has no plan:</p>
      <NoteList notes={failure.notes} />
    </>
  ) : null;
}
