import classes from './Grid.module.css';
import type { CellProps } from './TextCell';

interface Props extends CellProps {
  options: readonly string[];
  /** What an empty cell means. */
  empty: string;
}

/** A cell with words; one that is none of them is shown, and is at fault. */
export function SelectCell(props: Props) {
  const { label, value, fault, disabled, waiting, faultId, onChange, options, empty } = props;
  const known = value === '' || options.includes(value);
  return (
    <select
      className={classes.input}
      aria-label={label}
      aria-invalid={fault !== undefined}
      aria-describedby={fault ? faultId : undefined}
      title={fault}
      value={value}
      disabled={disabled}
      aria-disabled={waiting || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      <option value="">{empty}</option>
      {!known && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  );
}
