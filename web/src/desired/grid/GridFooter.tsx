import { Button, Menu } from '@mantine/core';
import { count } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { TextButton } from '../../ui/TextButton';
import { type Column, keyOf, LABELS, OPTIONAL } from '../columns';
import classes from './Grid.module.css';
import type { GridRow } from './useGridRows';

interface Props {
  total: number;
  shown: number;
  /** At fault, as far as that is said already. */
  faulty: GridRow[];
  columns: readonly Column[];
  wanted: readonly Column[];
  disabled: boolean;
  waiting: boolean;
  onAdd(): void;
  onGo(row: GridRow): void;
  onWant(columns: Column[]): void;
}

export function GridFooter(props: Props) {
  const { total, shown, disabled, waiting, onAdd } = props;
  return (
    <div className={classes.footer}>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Icon name="plus" />}
        disabled={disabled}
        aria-disabled={waiting || undefined}
        onClick={onAdd}
      >
        Add a role
      </Button>
      {total > 0 && (
        <span className={classes.count}>
          {shown === total ? count(total, 'role') : `${count(shown, 'role')} of ${count(total, 'role')}`}
        </span>
      )}
      <span className={classes.space} />
      <ColumnMenu {...props} />
      <FaultLine {...props} />
    </div>
  );
}

/** Which role and which column: the grid has no lines. */
function FaultLine({ faulty, onGo }: Props) {
  const [first] = faulty;
  return (
    <span role="status" className={classes.faultLine}>
      {first && (
        <>
          <Icon name="warning" /> {faulty.length === 1 ? '1 role is' : `${faulty.length} roles are`} at fault:{' '}
          {nameOf(first)} <TextButton onClick={() => onGo(first)}>Go there</TextButton>
        </>
      )}
    </span>
  );
}

function nameOf({ index, values, facts }: GridRow): string {
  const columns = Object.keys(facts.faults).filter(Boolean) as Column[];
  const role = values.role === '' ? `role ${index + 1}` : `${values.resource_name}/${values.role}`;
  return columns.length === 0 ? role : `${role}, ${columns.map((column) => LABELS[column]).join(', ')}`;
}

/** Columns that few roles need; one that a role needs is there by itself. */
function ColumnMenu({ columns, wanted, onWant }: Props) {
  return (
    <Menu position="top-end" transitionProps={{ duration: 0 }} closeOnItemClick={false}>
      <Menu.Target>
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          c="inherit"
          rightSection={<Icon name="down" />}
        >
          Columns
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {OPTIONAL.map((column) => {
          const used = columns.includes(column) && !wanted.includes(column);
          return (
            <Menu.CheckboxItem
              key={column}
              checked={columns.includes(column)}
              disabled={used}
              onChange={() =>
                onWant(wanted.includes(column) ? wanted.filter((one) => one !== column) : [...wanted, column])
              }
            >
              <span title={keyOf(column).about}>
                {LABELS[column]}
                {used && ' (in use)'}
              </span>
            </Menu.CheckboxItem>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
