import type { Format, View } from '../engine/protocol';
import type { Problem } from '../planner/types';
import { Icon } from '../ui/Icon';
import { TextButton } from '../ui/TextButton';
import classes from './Desired.module.css';

interface Props {
  format: Format;
  problems: Problem[];
  view: View;
  /** What the grid shows is all that there is. */
  own: boolean;
  onGo(problem: Problem): void;
}

/** Where the fault is. Only what is sound can be shown in the other format, and it cannot be edited there. */
export function FaultBanner({ format, problems, view, own, onGo }: Props) {
  const [first] = problems;
  if (!first) return null;
  const elsewhere = format === 'yaml' ? view !== 'yaml' && !(view === 'grid' && own) : view === 'yaml';
  return (
    <div className={classes.faults} role="status">
      <Icon name="warning" />
      <div>
        {elsewhere && (
          <p>
            The {format.toUpperCase()} has {problems.length === 1 ? 'a fault' : `${problems.length} faults`}.
            What is shown here is what could be read last, and cannot be edited until that is repaired.
          </p>
        )}
        <p>
          {sentence(first)}
          {problems.length > 1 && ` (and ${problems.length - 1} more)`}{' '}
          <TextButton onClick={() => onGo(first)}>Go there</TextButton>
        </p>
      </div>
    </div>
  );
}

/** The message, and the place unless the message names it. */
function sentence({ message, line, item, key }: Problem): string {
  if (/\b(line|item) \d/.test(message)) return message;
  if (line != null) return `Line ${line}: ${message}`;
  if (item != null) return `Item ${item}${key ? `, ${key}` : ''}: ${message}`;
  return message;
}
