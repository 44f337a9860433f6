import { memo, useId, useState } from 'react';
import { privilegeWords, splitList } from '../../planner/scopes';
import { Icon } from '../../ui/Icon';
import { IconButton } from '../../ui/IconButton';
import { useNames } from '../../workspace/hooks';
import { type Column, LABELS, OPTIONAL } from '../columns';
import { ChipsCell } from './ChipsCell';
import classes from './Grid.module.css';
import { MoreCells } from './MoreCells';
import { privilegesFor, scopesFor } from './options';
import { SelectCell } from './SelectCell';
import { type CellProps, TextCell } from './TextCell';
import type { RowFacts } from './useRowFacts';

const scopesIn = (value: string) => splitList(value, ';');

export interface RowProps {
  number: number;
  values: Record<Column, string>;
  facts: RowFacts;
  selected: boolean;
  disabled: boolean;
  /** The cells are those of an earlier text. What has the focus keeps it, so nothing is disabled for that. */
  waiting: boolean;
  onChange(number: number, column: Column, value: string): void;
  onAct(number: number, action: 'duplicate' | 'delete' | 'select'): void;
}

function RowView({ number, values, facts, selected, disabled, waiting, onChange, onAct }: RowProps) {
  const id = useId();
  const namesOf = useNames();
  const [expanded, setExpanded] = useState(false);
  const { faults, roleName } = facts;
  const name = `${values.resource_name}/${values.role}`;
  const cellProps = (column: Column): CellProps => ({
    label: `${LABELS[column]} of role ${number + 1}`,
    value: values[column],
    fault: faults[column],
    faultId: id,
    disabled,
    waiting,
    onChange: (value) => onChange(number, column, value),
  });
  const faulty = Object.keys(faults).length > 0;
  const external = values.type === 'external' || values.source_role !== '';
  const wantsScopes = values.type !== 'external' || values.scopes !== '' || values.permissions !== '';
  const more = expanded || OPTIONAL.some((column) => faults[column] !== undefined);
  return (
    <li
      className={classes.row}
      data-selected={selected || undefined}
      data-faulty={faulty || undefined}
      aria-label={`Role ${number + 1}: ${name}`}
      aria-current={selected || undefined}
      onFocus={() => onAct(number, 'select')}
    >
      <div className={classes.cells}>
        <div className={classes.resource}>
          <TextCell {...cellProps('resource_name')} placeholder="resource" list="grid-resources" />
        </div>
        <div className={classes.label}>
          <TextCell {...cellProps('role')} placeholder="role, as ro" />
        </div>
        <div className={classes.type}>
          <SelectCell {...cellProps('type')} options={['managed', 'external']} empty="type" />
        </div>
        {wantsScopes && (
          <>
            <div className={classes.scopes}>
              <ChipsCell
                {...cellProps('scopes')}
                placeholder="scopes: database or database.schema"
                split={scopesIn}
                options={() => scopesFor(namesOf(values.resource_name))}
              />
            </div>
            <div className={classes.privileges}>
              <ChipsCell
                {...cellProps('permissions')}
                placeholder="privileges"
                split={privilegeWords}
                options={() => privilegesFor(namesOf(values.resource_name))}
              />
            </div>
          </>
        )}
        {external && (
          <div className={classes.source}>
            <TextCell
              {...cellProps('source_role')}
              placeholder="source role it inherits from"
              list="grid-roles"
            />
          </div>
        )}
        <div className={classes.actions}>
          <MoreButton
            expanded={more}
            used={OPTIONAL.some((column) => values[column] !== '')}
            name={name}
            onToggle={() => setExpanded(!expanded)}
          />
          <IconButton
            label={`Duplicate ${name}`}
            disabled={disabled}
            waiting={waiting}
            onClick={() => onAct(number, 'duplicate')}
          >
            <Icon name="duplicate" />
          </IconButton>
          <IconButton
            label={`Delete ${name}`}
            disabled={disabled}
            waiting={waiting}
            onClick={() => onAct(number, 'delete')}
          >
            <Icon name="trash" />
          </IconButton>
        </div>
      </div>
      {more && <MoreCells cellProps={cellProps} />}
      {roleName && <div className={classes.roleName}>{roleName}</div>}
      {faulty && (
        <div id={id} className={classes.fault} role="status">
          {Object.values(faults).join('\n')}
        </div>
      )}
    </li>
  );
}

function MoreButton({
  expanded,
  used,
  name,
  onToggle,
}: {
  expanded: boolean;
  used: boolean;
  name: string;
  onToggle(): void;
}) {
  return (
    <span data-used={used || undefined} className={classes.moreButton}>
      <IconButton
        label={`${expanded ? 'Fewer' : 'More'} settings of ${name}${used ? ' (some are set)' : ''}`}
        onClick={onToggle}
      >
        <Icon name="more" />
      </IconButton>
    </span>
  );
}

/** A keystroke in one row renders that row. */
export const Row = memo(RowView, (a, b) => {
  const same = <K extends keyof RowProps>(key: K) => Object.is(a[key], b[key]);
  return (
    (['number', 'selected', 'disabled', 'waiting', 'onChange', 'onAct'] as const).every(same) &&
    a.facts.roleName === b.facts.roleName &&
    alike(a.values, b.values) &&
    alike(a.facts.faults, b.facts.faults)
  );
});

function alike(a: Record<string, string>, b: Record<string, string>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
