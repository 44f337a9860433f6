import type { Access, Reacher, ReachWay } from '../planner/types';
import { Pager } from '../ui/Pager';
import { Tag, type Words } from '../ui/Tag';
import { usePage } from '../ui/usePage';
import classes from './Graph.module.css';
import { wayWords } from './reach';
import { TAG } from './words';

const PAGE = 50;

const ACCESS: Record<Exclude<Access, 'yes'>, Words> = {
  partly: { word: 'not at once', icon: 'delta', tone: 'info' },
  no: { word: 'of no use', icon: 'cross', tone: 'muted' },
};

/** Roles, each with its ways in words. */
export function ReachList({ roles, owner, planned, label }: Props) {
  const { from, to, move } = usePage(roles.length, PAGE, label);
  return (
    <section className={classes.words} aria-label={label}>
      <Pager from={from} size={PAGE} total={roles.length} what="roles" onMove={move} />
      {roles.length === 0 && <p className={classes.hint}>Nobody does, before or after the plan.</p>}
      <ul>
        {roles.slice(from, to).map(({ role, attributes, ways }) => (
          <li key={role ?? ''}>
            <p className={classes.row}>
              <code>{role ?? 'PUBLIC'}</code>
              <span className={classes.hint}>
                {[role == null && 'everybody', role === planned && 'planned', ...attributes]
                  .filter(Boolean)
                  .join(', ')}
              </span>
            </p>
            <ul>
              {ways.map((way) => (
                <Way key={JSON.stringify(way)} way={way} owner={owner} />
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Props {
  roles: Reacher[];
  owner: string;
  /** The role whose plan it is. */
  planned: string;
  label: string;
}

function Way({ way, owner }: { way: ReachWay; owner: string }) {
  return (
    <li className={classes.row}>
      <span>
        <b>{way.privileges.join(', ')}</b> {wayWords(way, owner)}
        {way.why !== '' && `: ${way.why}`}
      </span>
      {way.access !== 'yes' && <Tag words={ACCESS[way.access]} plain />}
      {way.change !== 'kept' && <Tag words={TAG[way.change]} plain />}
    </li>
  );
}
