import { memo } from 'react';
import type { MatrixCell, MatrixRow } from '../planner/types';
import { Icon } from '../ui/Icon';
import classes from './Matrix.module.css';
import { cellLabel, changeOf, short } from './matrixWords';

export const MatrixCellView = memo(function MatrixCellView({ privilege, row, cell }: Props) {
  if (!cell) {
    return (
      <td className={classes.not}>
        <span className="rw-hidden">{privilege} does not apply</span>
      </td>
    );
  }
  const change = changeOf(cell);
  const label = cellLabel(privilege, row, cell);
  return (
    <td className={classes[change]} data-change={change} title={label}>
      <span className="rw-hidden">{label}</span>
      <span aria-hidden="true" className={classes.value}>
        {change !== 'kept' && (
          <>
            <Icon name={change === 'gained' ? 'plus' : 'minus'} />
            {short(cell.before)} →{' '}
          </>
        )}
        <strong className={cell.after.direct === 0 ? classes.nothing : undefined}>{short(cell.after)}</strong>
        {cell.desired && <span className={classes.desired}>◆</span>}
      </span>
      {cell.after.via.length > 0 && (
        <span aria-hidden="true" className={classes.vias}>
          {cell.after.via.map((via) => (
            <span key={via} className={classes.via}>
              {via}
            </span>
          ))}
        </span>
      )}
    </td>
  );
});

interface Props {
  privilege: string;
  row: MatrixRow;
  cell: MatrixCell | null;
}
