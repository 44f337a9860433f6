import { memo } from 'react';
import { CopyButton } from '../ui/CopyButton';
import { useTake } from '../ui/useTake';
import classes from './PlanView.module.css';

/** Cut off by the style sheet only: whoever reads, searches or copies the page has all of it. */
export const Checksum = memo(function Checksum({ name, value }: Props) {
  const take = useTake(value ?? '');
  return (
    <div className={classes.checksum}>
      <dt>{name}</dt>
      <dd>
        <code title={value} data-testid={name}>
          {value ?? '…'}
        </code>
        {value !== undefined && <CopyButton take={take} what={name} />}
      </dd>
    </div>
  );
});

interface Props {
  name: string;
  /** Not known yet where there is none. */
  value: string | undefined;
}
