import type { Reach, Reacher, ReachWay } from '../planner/types';
import { count } from '../ui/format';
import type { Box, Drawn, Stroke } from './drawn';
import type { LineChange } from './shape';
import { CHANGE } from './words';

/** More roles than this that reach an object in the very same way are drawn as one box. */
export const ALIKE = 6;

/** The id of its box. */
export const OBJECT = 'object';
const EVERYBODY = 'everybody';
const roleId = (role: string) => `role:${role}`;
const PARTLY = '2 3';

/** Those of a privilege; all without one. */
export function reaching({ roles }: Reach, privilege: string | undefined): Reacher[] {
  if (privilege === undefined) return roles;
  const about = (way: ReachWay) => way.privileges.includes(privilege);
  return roles
    .filter(({ ways }) => ways.some(about))
    .map((reacher) => ({
      ...reacher,
      ways: reacher.ways.filter(about).map((way) => ({ ...way, privileges: [privilege] })),
    }));
}

export function privilegesOf({ roles }: Reach): string[] {
  return [...new Set(roles.flatMap(({ ways }) => ways.flatMap(({ privileges }) => privileges)))];
}

/** Roles that reach it in the same way, where they are many, nobody comes by them and none is planned. */
export function alike(roles: Reacher[], planned: string): Reacher[][] {
  const passed = new Set(roles.flatMap(({ ways }) => ways.flatMap(({ through }) => through)));
  const groups = new Map<string, Reacher[]>();
  for (const reacher of roles) {
    const alone = reacher.role == null || reacher.role === planned || passed.has(reacher.role);
    const key = alone ? `role ${reacher.role}` : JSON.stringify(reacher.ways);
    groups.set(key, [...(groups.get(key) ?? []), reacher]);
  }
  return [...groups.values()].flatMap((group) =>
    group.length > ALIKE ? [group] : group.map((one) => [one]),
  );
}

export const boxOf = ([first, ...others]: Reacher[]) =>
  first?.role == null ? EVERYBODY : others.length > 0 ? `many:${first.role}` : roleId(first.role);

/** Who reaches the object, on its left: by entries at once, by memberships through other roles. */
export function drawReach(reach: Reach, path: string, planned: string, roles: Reacher[]): Drawn {
  const boxes = new Map<string, Box>();
  const lines = new Map<string, Gathered>();
  const box = (id: string, look: Box['look'], kind: string, name: string) => {
    if (!boxes.has(id)) boxes.set(id, { id, look, kind, name, words: `${kind} ${name}` });
  };
  const stroke = (from: string, to: string, way: ReachWay, said: string[]) => {
    const known: Gathered = lines.get(`${from} ${to}`) ?? { from, to, ways: [], said: new Map() };
    lines.set(`${from} ${to}`, known);
    known.ways.push(way);
    for (const one of said) known.said.set(one, [...(known.said.get(one) ?? []), way]);
  };

  for (const group of alike(roles, planned)) {
    const [first] = group;
    if (!first) continue;
    const from = boxOf(group);
    if (first.role == null) box(from, 'everybody', 'everybody', 'PUBLIC');
    else if (group.length > 1) box(from, 'many', 'in the same way', count(group.length, 'role'));
    else {
      const kind = ['role', ...first.attributes].join(' · ');
      box(from, first.role === planned ? 'planned' : 'role', kind, first.role);
    }
    for (const way of first.ways) {
      let at = from;
      for (const role of way.through) {
        stroke(at, roleId(role), way, []);
        at = roleId(role);
      }
      if (way.by === 'public' && at !== EVERYBODY) {
        stroke(at, EVERYBODY, way, []);
        at = EVERYBODY;
      }
      stroke(at, OBJECT, way, said(way));
    }
  }
  // Those that are only passed through.
  for (const { to } of lines.values()) {
    if (to === EVERYBODY) box(to, 'everybody', 'everybody', 'PUBLIC');
    else if (to !== OBJECT) box(to, to === roleId(planned) ? 'planned' : 'role', 'role', to.slice(5));
  }
  box(OBJECT, 'object', `${reach.kind} · of ${reach.owner}`, path);
  return { boxes: [...boxes.values()], strokes: [...lines.values()].map(drawnLine) };
}

/** All that comes by one line. */
interface Gathered {
  from: string;
  to: string;
  ways: ReachWay[];
  /** What stands at it, each with the ways that it is of. */
  said: Map<string, ReachWay[]>;
}

function drawnLine({ from, to, ways, said }: Gathered): Stroke {
  const parts = [...said].map(([word, of]) => ({ word, change: changeOf(of) }));
  const changes = new Set(parts.map(({ change }) => change));
  const [only] = changes;
  const change = changes.size === 1 && only ? only : changes.size === 0 ? changeOf(ways) : 'changed';
  const reaches = ways.some(({ access }) => access === 'yes');
  const useless = ways.every(({ access }) => access === 'no');
  const label = parts.map((part) => `${CHANGE[part.change].sign}${part.word}`).join(', ');
  return {
    from,
    to,
    label: label === '' ? undefined : label,
    color: useless ? 'var(--rw-stale)' : CHANGE[change].color,
    dash: reaches ? CHANGE[change].dash : PARTLY,
    strong: change !== 'kept',
  };
}

/** What is kept by one way is there whatever happens to the others. */
function changeOf(ways: ReachWay[]): LineChange {
  const changes = new Set(ways.map(({ change }) => change));
  if (changes.has('kept')) return 'kept';
  const [first, ...others] = changes;
  return first && others.length === 0 ? first : 'changed';
}

function said({ by, privileges }: ReachWay): string[] {
  if (by === 'superuser') return ['superuser'];
  return by === 'column' ? privileges.map((one) => `${one} (columns)`) : privileges;
}

/** `as a member of a, through b` */
export function wayWords({ by, through }: ReachWay, owner: string): string {
  const members = through.length > 0 ? `as a member of ${through.join(', and so of ')}` : '';
  const then = {
    entry: members === '' ? 'granted to it directly' : 'which it is granted to',
    owner: members === '' ? 'as its owner' : through.at(-1) === owner ? 'the owner' : 'which owns the object',
    public: 'granted to PUBLIC',
    predefined: 'a predefined role, which reaches everything of the kind',
    superuser: 'as a superuser',
    column: 'granted on columns',
  }[by];
  return members === '' ? then : `${members}, ${then}`;
}
