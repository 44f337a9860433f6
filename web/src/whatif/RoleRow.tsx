import { memo, useMemo } from 'react';
import { STATUS } from '../plan/words';
import type { Words } from '../ui/Tag';
import { Tag } from '../ui/Tag';
import { difference } from './compare';
import type { Side } from './side';
import type { Compared } from './useComparison';
import classes from './WhatIf.module.css';

export const RoleRow = memo(function RoleRow({ compared, selected, onSelect }: Props) {
  const { roleName, role, sides } = compared;
  return (
    <tr className={selected ? classes.selected : undefined}>
      <th scope="row">
        <button
          type="button"
          className={classes.role}
          aria-pressed={selected}
          title={roleName}
          onClick={() => onSelect(roleName)}
        >
          {role}
        </button>
      </th>
      <td>
        <Tag words={sideWords(sides?.[0])} />
      </td>
      <td>
        <Tag words={sideWords(sides?.[1])} />
      </td>
      <td>{sides && <Counts sides={sides} />}</td>
    </tr>
  );
});

interface Props {
  compared: Compared;
  selected: boolean;
  onSelect(roleName: string): void;
}

function Counts({ sides: [a, b] }: { sides: [Side, Side] }) {
  const { onlyA, onlyB, both } = useMemo(() => difference(a, b), [a, b]);
  return (
    <span className={classes.counts}>
      {onlyA.length} only A · {onlyB.length} only B · {both.length} both
    </span>
  );
}

function sideWords(side: Side | undefined): Words {
  if (!side) return STATUS.planning;
  switch (side.state) {
    case 'absent':
      return { word: 'not there', icon: 'empty', tone: 'muted' };
    case 'no-snapshot':
      return STATUS['no-snapshot'];
    case 'refused':
      return STATUS.failed;
    case 'planned':
      return STATUS[side.answer.summary?.status ?? 'failed'];
  }
}
