import { LABELS, OPTIONAL } from '../columns';
import classes from './Grid.module.css';
import { SelectCell } from './SelectCell';
import type { CellProps } from './TextCell';
import { TextCell } from './TextCell';

type Optional = (typeof OPTIONAL)[number];

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
  switch (column) {
    case 'rotate_password':
      return <SelectCell {...props} options={['true', 'false']} empty="no" />;
    case 'mode':
      return <SelectCell {...props} options={['authoritative', 'additive']} empty="authoritative" />;
    case 'connection_limit':
      return <TextCell {...props} placeholder="unchanged" />;
    case 'valid_until':
      return <TextCell {...props} placeholder="2027-01-31T00:00:00Z" />;
  }
}
