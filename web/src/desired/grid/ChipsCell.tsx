import { TagsInput } from '@mantine/core';
import { useState } from 'react';
import classes from './Grid.module.css';
import type { CellProps } from './TextCell';

interface Props extends CellProps {
  placeholder: string;
  /** The values in the cell. */
  split(value: string): string[];
  options(): string[];
}

/** Values as chips. Fifty rows of inputs with drop-downs are slow: the input is there while it is used. */
export function ChipsCell(props: Props) {
  const { label, value, fault, disabled, faultId, placeholder, split } = props;
  const [editing, setEditing] = useState(false);
  const values = split(value);
  if (editing && !disabled) return <ChipsInput {...props} values={values} onDone={() => setEditing(false)} />;
  return (
    <button
      type="button"
      className={classes.chips}
      aria-label={`${label}: ${values.join(', ') || 'none'}`}
      aria-invalid={fault !== undefined}
      aria-describedby={fault ? faultId : undefined}
      title={fault}
      disabled={disabled}
      onFocus={() => setEditing(true)}
      onClick={() => setEditing(true)}
    >
      {values.length === 0 && <span className={classes.placeholder}>{placeholder}</span>}
      {values.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a value may be there twice
        <span key={index} className={classes.chip}>
          {one}
        </span>
      ))}
    </button>
  );
}

function ChipsInput({
  label,
  fault,
  waiting,
  onChange,
  options,
  values,
  onDone,
}: Props & { values: string[]; onDone(): void }) {
  const [offered] = useState(options);
  return (
    <TagsInput
      autoFocus
      size="xs"
      aria-label={label}
      error={fault !== undefined}
      readOnly={waiting}
      data={offered}
      limit={50}
      selectFirstOptionOnChange
      maxDropdownHeight={240}
      splitChars={[';', ',']}
      comboboxProps={{ transitionProps: { duration: 0 }, width: 'max-content', position: 'bottom-start' }}
      value={values}
      onChange={(next) => onChange(next.map((one) => one.trim()).join(';'))}
      onBlur={onDone}
    />
  );
}
