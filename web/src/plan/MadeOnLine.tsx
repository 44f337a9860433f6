import { memo } from 'react';
import type { MadeOn } from '../planner/review';
import { Icon } from '../ui/Icon';
import { Tag } from '../ui/Tag';
import { Time } from '../ui/Time';
import classes from './MadeOnLine.module.css';

/** On which cluster a plan was made, and how old what it knows of it is. `paper`: an age would go on ageing. */
export const MadeOnLine = memo(function MadeOnLine({ resource, on, paper }: Props) {
  return (
    <p className={classes.on} data-testid="made-on">
      <span>
        on <b>{resource}</b>
      </span>
      <span>PostgreSQL {on.server_version}</span>
      <span>
        cluster <code title="system_identifier, which no two clusters share">{on.system_identifier}</code>
      </span>
      <span className={classes.age}>
        <Icon name="clock" />
        <span>
          {on.file ?? 'catalog'} of{' '}
          {on.taken_at ? <Time of={on.taken_at} as={paper ? 'moment' : 'age'} /> : 'an unknown time'}
        </span>
      </span>
      <span>as {on.taken_by}</span>
      {on.said && (
        <Tag words={{ word: '', icon: 'warning', tone: 'revokes' }}>
          {on.resource ? `a snapshot of ${on.resource}, used by your word` : 'used for it by your word'}
        </Tag>
      )}
      {on.unnamed && (
        <Tag plain words={{ word: '', icon: 'info', tone: 'muted' }}>
          the snapshot names no resource
        </Tag>
      )}
    </p>
  );
});

interface Props {
  resource: string;
  on: MadeOn;
  paper?: boolean;
}
