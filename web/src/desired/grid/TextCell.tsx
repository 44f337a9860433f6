import { useState } from 'react';
import classes from './Grid.module.css';

export interface CellProps {
  label: string;
  value: string;
  fault?: string;
  disabled: boolean;
  /** It cannot be edited just now, but keeps the focus. */
  waiting: boolean;
  /** The id of the fault's text. */
  faultId: string;
  onChange(value: string): void;
}

interface Props extends CellProps {
  /** The id of a datalist. */
  list?: string;
  placeholder?: string;
}

export function TextCell(props: Props) {
  const { label, value, fault, disabled, waiting, faultId, onChange, list, placeholder } = props;
  const [typed, setTyped] = useState(value);
  // The text that comes back has the spaces around it taken off; what is being typed keeps them.
  if (typed.trim() !== value.trim()) setTyped(value);
  return (
    <input
      className={classes.input}
      aria-label={label}
      aria-invalid={fault !== undefined}
      aria-describedby={fault ? faultId : undefined}
      title={fault}
      value={typed}
      disabled={disabled}
      readOnly={waiting}
      list={list}
      placeholder={placeholder}
      spellCheck={false}
      autoComplete="off"
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(event.currentTarget.value);
      }}
    />
  );
}
