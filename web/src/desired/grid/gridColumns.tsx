import { privilegeWords, splitList } from '../../planner/scopes';
import type { Column as TableColumn } from '../../ui/DataTable/columns';
import { Icon } from '../../ui/Icon';
import { IconButton } from '../../ui/IconButton';
import { type Column, keyOf, LABELS } from '../columns';
import { Chips } from './Chips';
import classes from './Grid.module.css';
import type { GridRow } from './useGridRows';

/** The least width in rem, and the share of what is left. */
const WIDTHS: Partial<Record<Column, [min: number, grow?: number]>> = {
  resource_name: [6, 2],
  type: [5],
  role: [5, 1.5],
  scopes: [8, 5],
  permissions: [7.5, 4],
  source_role: [7.5, 2],
  rotate_password: [5],
  mode: [7],
  connection_limit: [5],
  valid_until: [9],
  logins: [4],
  retire_after: [5],
};

const PLACEHOLDERS: Partial<Record<Column, string>> = {
  resource_name: 'resource',
  role: 'ro, rw, …',
  type: 'type',
  scopes: 'database or database.schema',
  permissions: 'privileges',
  source_role: 'role it inherits from',
};

export function valuesOf(column: Column, value: string): string[] {
  return column === 'permissions' ? privilegeWords(value) : splitList(value, ';');
}

export interface Tools {
  disabled: boolean;
  waiting: boolean;
  onDuplicate(row: number): void;
  onDelete(row: number): void;
}

export function gridColumns(shown: readonly Column[], tools: Tools): TableColumn<GridRow>[] {
  const columns = shown.map((column): TableColumn<GridRow> => {
    const [min, grow] = WIDTHS[column] ?? [6];
    return {
      id: column,
      head: LABELS[column],
      about: `${LABELS[column]}: ${keyOf(column).about}`,
      min,
      grow,
      sticky: column === 'resource_name' || undefined,
      cell: (row, width) => <Content column={column} row={row} width={width} />,
    };
  });
  return [...columns, toolsColumn(tools)];
}

/** What only a role of the other type has asks for nothing here. */
export function isIdle({ values }: GridRow, column: Column): boolean {
  const { only } = keyOf(column);
  return only !== null && values[column] === '' && (only === 'external') !== (values.type === 'external');
}

function Content({ column, row, width }: { column: Column; row: GridRow; width: number }) {
  const value = row.values[column];
  const key = keyOf(column);
  const placeholder = isIdle(row, column) ? '–' : (PLACEHOLDERS[column] ?? key.empty);
  if (key.list) return <Chips values={valuesOf(column, value)} width={width} placeholder={placeholder} />;
  if (value === '') return <span className={classes.placeholder}>{placeholder}</span>;
  return <span className={classes.text}>{value}</span>;
}

function toolsColumn({ disabled, waiting, onDuplicate, onDelete }: Tools): TableColumn<GridRow> {
  return {
    id: 'tools',
    head: 'Row',
    // Two buttons and what is around them.
    min: 4.25,
    tools: true,
    cell: ({ index, values }) => {
      const name = `${values.resource_name}/${values.role}`;
      return (
        <span className={classes.tools}>
          <IconButton
            label={`Duplicate ${name}`}
            tabIndex={-1}
            disabled={disabled}
            waiting={waiting}
            onClick={() => onDuplicate(index)}
          >
            <Icon name="duplicate" />
          </IconButton>
          <IconButton
            label={`Delete ${name}`}
            tabIndex={-1}
            disabled={disabled}
            waiting={waiting}
            onClick={() => onDelete(index)}
          >
            <Icon name="trash" />
          </IconButton>
        </span>
      );
    },
  };
}
