import { type Column, LABELS } from '../columns';
import classes from './Grid.module.css';
import type { RowFacts } from './useRowFacts';

export function faultId(row: number, column: string): string {
  return `fault-${row}-${column}`;
}

/** What is wrong with a row, under its cells: each fault by the name of its column. */
export function Faults({ row, faults }: { row: number; faults: RowFacts['faults'] }) {
  return (
    <ul className={classes.faults}>
      {Object.entries(faults).map(([column, message]) => (
        <li key={column} id={faultId(row, column)}>
          {column !== '' && <strong>{LABELS[column as Column]}: </strong>}
          {message}
        </li>
      ))}
    </ul>
  );
}
