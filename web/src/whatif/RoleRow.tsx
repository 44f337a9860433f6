import { memo, useMemo } from 'react';
import { STATUS } from '../plan/words';
import { number } from '../ui/format';
import type { Words } from '../ui/Tag';
import { Tag } from '../ui/Tag';
import { TextButton } from '../ui/TextButton';
import { difference } from './compare';
import type { Side } from './side';
import type { Compared } from './useComparison';
import classes from './WhatIf.module.css';

export const RoleRow = memo(function RoleRow({ compared, selected, onSelect }: Props) {
  const { roleName, role, sides } = compared;
  return (
    <tr className={selected ? classes.selected : undefined}>
      <th scope="row">
        <TextButton
          className={classes.role}
          aria-pressed={selected}
          title={roleName}
          onClick={() => onSelect(roleName)}
        >
          {role}
        </TextButton>
      </th>
      <td>
        <Tag words={sideWords(sides?.[0])} />
      </td>
      <td>
        <Tag words={sideWords(sides?.[1])} />
      </td>
      <Counts sides={sides} />
    </tr>
  );
});

interface Props {
  compared: Compared;
  selected: boolean;
  onSelect(roleName: string): void;
}

/** How many statements stand on which side. */
function Counts({ sides }: { sides: [Side, Side] | undefined }) {
  const counts = useMemo(() => {
    if (!sides) return ['', '', ''];
    const { onlyA, onlyB, both } = difference(...sides);
    return [onlyA, onlyB, both].map(({ length }) => number(length));
  }, [sides]);
  const [onlyA, onlyB, both] = counts;
  return (
    <>
      <td className={classes.number}>{onlyA}</td>
      <td className={classes.number}>{onlyB}</td>
      <td className={classes.number}>{both}</td>
    </>
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
