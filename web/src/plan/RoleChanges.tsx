import { memo } from 'react';
import type { AttributeChange, Change, MembershipChange, RoleChanges as Of } from '../planner/types';
import { Icon, type IconName } from '../ui/Icon';
import classes from './RoleChanges.module.css';

const SIGN: Record<Change, { icon: IconName; word: string } | undefined> = {
  gained: { icon: 'plus', word: 'gained' },
  lost: { icon: 'minus', word: 'lost' },
  changed: { icon: 'delta', word: 'changed' },
  kept: undefined,
};

interface Line {
  key: string;
  what: string;
  whose: string;
  before: string;
  after: string;
  change: Change;
  grave: boolean;
  note?: string;
}

/** What the role is and what it is in, before and after: above all privileges, as it passes over them. */
export const RoleChanges = memo(function RoleChanges({ of, role, only }: Props) {
  const wanted = ({ change }: { change: Change }) => !only || change !== 'kept';
  const lines = [
    ...of.attributes.filter(wanted).map(attribute),
    ...of.memberships.filter(wanted).map(membership),
  ];
  if (lines.length === 0) return null;
  return (
    <table className={classes.table} data-testid="role-changes">
      <caption className="rw-hidden">Attributes and memberships, before and after the plan</caption>
      <thead>
        <tr>
          <th scope="col">Attribute or membership</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <tr
            key={line.key}
            className={classes[line.change]}
            data-change={line.change}
            data-grave={line.grave || undefined}
          >
            <th scope="row">
              <Sign change={line.change} grave={line.grave} />
              <span>
                {line.what}
                {line.whose !== role && <span className={classes.whose}> of {line.whose}</span>}
                {line.note && <span className={classes.note}>{line.note}</span>}
              </span>
            </th>
            <td>{line.before}</td>
            <td>{line.after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
});

interface Props {
  of: Of;
  role: string;
  /** Only what changes. */
  only: boolean;
}

function Sign({ change, grave }: { change: Change; grave: boolean }) {
  const sign = SIGN[change];
  if (!sign) return <span className={classes.sign} />;
  return (
    <span className={classes.sign}>
      <Icon name={grave ? 'warning' : sign.icon} />
      <span className="rw-hidden">{sign.word}: </span>
    </span>
  );
}

function attribute({ of, name, before, after, change, grave }: AttributeChange): Line {
  return {
    key: `${of} ${name}`,
    what: name,
    whose: of,
    before: before ?? 'no such role',
    after: after ?? 'no such role',
    change,
    grave: grave && change !== 'kept',
  };
}

function membership({ member, role, before, after, change, carries }: MembershipChange): Line {
  return {
    key: `${member} in ${role}`,
    what: `member of ${role}`,
    whose: member,
    before: before ?? 'not a member',
    after: after ?? 'not a member',
    change,
    grave: carries != null && change !== 'kept',
    note: carries ?? undefined,
  };
}
