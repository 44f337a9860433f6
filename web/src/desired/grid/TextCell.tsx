import { useState } from 'react';
import classes from './Grid.module.css';

export interface CellProps {
  label: string;
  value: string;
  fault?: string;
  disabled: boolean;
  /** The id of the fault's text. */
  faultId: string;
  onChange(value: string): void;
}

interface Props extends CellProps {
  /** The id of a datalist. */
  list?: string;
  placeholder?: string;
}

export function TextCell({ label, value, fault, disabled, faultId, onChange, list, placeholder }: Props) {
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
