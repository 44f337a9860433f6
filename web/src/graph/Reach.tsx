import { NativeSelect } from '@mantine/core';
import { useMemo, useState } from 'react';
import { Pending } from '../plan/Pending';
import { useLoaded } from '../plan/useDetails';
import type { ReviewSource } from '../planner/review';
import type { Reach as Reached, Reacher } from '../planner/types';
import { count, number } from '../ui/format';
import { useWorkspace } from '../workspace/context';
import { Drawing } from './Drawing';
import classes from './Graph.module.css';
import { ObjectPicker } from './ObjectPicker';
import { ReachList } from './ReachList';
import { alike, boxOf, drawReach, OBJECT, privilegesOf, reaching } from './reach';

const ANY = '';

/** The other way round: one object, and everybody who reaches it. */
export function Reach({ source, asList, object, onObject }: Props) {
  return (
    <>
      <ObjectPicker source={source} object={object} onObject={onObject} />
      {object === '' ? (
        <p className={classes.empty}>Choose a database, a schema or a relation to see who reaches it.</p>
      ) : (
        <Answer key={`${source.roleName} ${object}`} source={source} object={object} asList={asList} />
      )}
    </>
  );
}

interface Props {
  source: ReviewSource;
  asList: boolean;
  object: string;
  onObject(path: string): void;
}

function Answer({ source, object, asList }: Omit<Props, 'onObject'>) {
  const { ask } = useWorkspace();
  const reach = useLoaded(source, ({ roleName }) => ask('reach', roleName, object));
  if (reach.value && 'message' in reach.value) {
    return (
      <p role="alert" className={classes.problem}>
        {reach.value.message}
      </p>
    );
  }
  return (
    <Pending of={reach}>
      {reach.value && (
        <Found reach={reach.value} object={object} roleName={source.roleName} asList={asList} />
      )}
    </Pending>
  );
}

function Found({ reach, object, roleName, asList }: FoundProps) {
  const [privilege, setPrivilege] = useState(ANY);
  const [selected, setSelected] = useState<string>();
  const roles = useMemo(() => reaching(reach, privilege === ANY ? undefined : privilege), [reach, privilege]);
  const drawn = useMemo(() => drawReach(reach, object, roleName, roles), [reach, object, roleName, roles]);
  const chosen =
    selected === OBJECT ? roles : alike(roles, roleName).find((group) => boxOf(group) === selected);
  return (
    <div className={classes.graph}>
      <div className={classes.tools}>
        <p className={classes.summary} role="status">
          {whoWords(roles, reach.more)} {reach.kind} <code>{object}</code>, which <code>{reach.owner}</code>{' '}
          owns.{reach.more > 0 && ` The first ${number(roles.length)} are shown.`}
        </p>
        <NativeSelect
          size="xs"
          aria-label="Privilege"
          data={[{ value: ANY, label: 'Any privilege' }, ...privilegesOf(reach)]}
          value={privilege}
          onChange={(event) => setPrivilege(event.currentTarget.value)}
        />
      </div>
      {asList ? (
        <ReachList roles={roles} owner={reach.owner} planned={roleName} label="Who reaches it" />
      ) : (
        <>
          <Drawing label="Graph of who reaches it" drawn={drawn} selected={selected} onSelect={setSelected} />
          {chosen ? (
            <ReachList roles={chosen} owner={reach.owner} planned={roleName} label="Chosen" />
          ) : (
            <p className={classes.hint}>
              Choose a box to see its ways: with the mouse, or with the arrow keys and Enter.
            </p>
          )}
        </>
      )}
    </div>
  );
}

/** `PUBLIC and 3 roles have something on` */
function whoWords(all: Reacher[], more: number): string {
  const roles = all.filter(({ role }) => role != null).length + more;
  const names = [
    ...(roles < all.length + more ? ['PUBLIC'] : []),
    ...(roles > 0 ? [count(roles, 'role')] : []),
  ];
  if (names.length === 0) return 'Nobody has anything on';
  return `${names.join(' and ')} ${names.length === 1 && roles <= 1 ? 'has' : 'have'} something on`;
}

interface FoundProps {
  reach: Reached;
  object: string;
  roleName: string;
  asList: boolean;
}
