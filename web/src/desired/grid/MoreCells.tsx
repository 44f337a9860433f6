import { keyOf, LABELS, OPTIONAL, type Optional } from '../columns';
import classes from './Grid.module.css';
import { SelectCell } from './SelectCell';
import type { CellProps } from './TextCell';
import { TextCell } from './TextCell';

/** What few roles need. */
export function MoreCells({ cellProps }: { cellProps(column: Optional): CellProps }) {
  return (
    <div className={classes.more}>
      {OPTIONAL.map((column) => (
        <div key={column}>
          <span className={classes.caption} aria-hidden="true">
            {LABELS[column]}
          </span>
          <MoreCell column={column} {...cellProps(column)} />
        </div>
      ))}
    </div>
  );
}

function MoreCell({ column, ...props }: CellProps & { column: Optional }) {
  const { words, empty } = keyOf(column);
  return words.length > 0 ? (
    <SelectCell {...props} options={words} empty={empty} />
  ) : (
    <TextCell {...props} placeholder={empty} />
  );
}
