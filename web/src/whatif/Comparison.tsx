import { Checkbox } from '@mantine/core';
import { useMemo, useState } from 'react';
import { count, number } from '../ui/format';
import { Pager } from '../ui/Pager';
import { ScrollBox } from '../ui/ScrollBox';
import { usePage } from '../ui/usePage';
import { differs } from './compare';
import { RoleDifference } from './RoleDifference';
import { RoleRow } from './RoleRow';
import type { Pair } from './side';
import { useComparison } from './useComparison';
import classes from './WhatIf.module.css';

const PAGE = 50;

/** Each role on both sides; one of them in full. */
export function Comparison({ pairs, a, b }: { pairs: Pair[]; a: string; b: string }) {
  const compared = useComparison(pairs);
  const [all, setAll] = useState(false);
  const [chosen, setChosen] = useState<string>();
  const different = useMemo(
    () => compared.filter(({ sides }) => sides === undefined || differs(...sides)),
    [compared],
  );
  const waiting = compared.filter(({ sides }) => sides === undefined).length;
  const shown = all ? compared : different;
  const { from, to, move } = usePage(shown.length, PAGE, `${all}`);
  const selected = shown.find(({ roleName }) => roleName === chosen) ?? shown[from];

  return (
    <section aria-label="Comparison" className={classes.comparison}>
      <p className={classes.summary} role="status">
        {waiting > 0
          ? `Planning: ${count(waiting, 'role')} to go…`
          : different.length === 0
            ? `The plans of all ${count(compared.length, 'role')} are the same on both sides.`
            : `The plans of ${number(different.length)} of ${count(compared.length, 'role')} differ.`}
      </p>
      <Checkbox
        size="xs"
        label="Show roles whose plans are the same too"
        checked={all}
        onChange={(event) => setAll(event.currentTarget.checked)}
      />
      {shown.length > 0 && (
        <ScrollBox className={classes.scroll} label="Roles, by side">
          <table className={classes.roles}>
            <caption className="rw-hidden">Roles, by side</caption>
            <thead>
              <tr>
                <th scope="col">Role</th>
                <th scope="col">A: {a}</th>
                <th scope="col">B: {b}</th>
                {['only in A', 'only in B', 'in both'].map((where) => (
                  <th key={where} scope="col" className={classes.number}>
                    {where}
                    <span className="rw-hidden">, statements</span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.slice(from, to).map((role) => (
                <RoleRow
                  key={role.roleName}
                  compared={role}
                  selected={role.roleName === selected?.roleName}
                  onSelect={setChosen}
                />
              ))}
            </tbody>
          </table>
        </ScrollBox>
      )}
      <Pager from={from} size={PAGE} total={shown.length} what="roles" onMove={move} />
      {selected?.sides && <RoleDifference compared={selected} sides={selected.sides} />}
    </section>
  );
}
