import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import type { ReviewSource } from '../planner/review';
import type { Access, Graph } from '../planner/types';
import { number } from '../ui/format';
import type { Words } from '../ui/Tag';
import { Tag } from '../ui/Tag';
import { useNames, useReviews } from '../workspace/hooks';
import classes from './Graph.module.css';
import { sameQuestion, type Told, useAnswer } from './useAnswer';

const PRIVILEGES = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'TRUNCATE',
  'REFERENCES',
  'TRIGGER',
  'MAINTAIN',
  'USAGE',
  'CREATE',
  'CONNECT',
  'TEMPORARY',
];

const ACCESS: Record<Access, Words> = {
  yes: { word: 'yes', icon: 'check', tone: 'grants' },
  partly: { word: 'partly', icon: 'delta', tone: 'info' },
  no: { word: 'no', icon: 'cross', tone: 'destructive' },
};

/** Why a role may do something, or may not: everything that counts on a server is looked at. */
export function Why({ source, graph }: { source: ReviewSource; graph?: Graph }) {
  const [role, setRole] = useState(source.roleName);
  const [privilege, setPrivilege] = useState('SELECT');
  const [object, setObject] = useState('');
  const [moment, setMoment] = useState<'before' | 'after'>('after');
  const id = useId();
  const namesOf = useNames();
  const { reviews } = useReviews();
  const hasMaintain = namesOf(source.resource)?.privileges.includes('MAINTAIN');
  // The plan in question is the role's own, or else the selected one's.
  const planOf = (name: string) => (reviews.find(({ roleName }) => roleName === name) ?? source).id;
  const { told, asking, ask } = useAnswer(planOf);
  const asked = { role, privilege, object: object.trim(), moment };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask(asked);
  };
  const askAfter = () => {
    setMoment('after');
    ask({ ...asked, moment: 'after' });
  };

  return (
    <section className={classes.why} aria-labelledby={`${id}title`}>
      <h2 id={`${id}title`}>Why can a role do that?</h2>
      <form onSubmit={submit}>
        <TextInput
          size="xs"
          label="Role"
          list={`${id}roles`}
          value={role}
          required
          onChange={(e) => setRole(e.currentTarget.value)}
        />
        <datalist id={`${id}roles`}>{options(graph, 'role')}</datalist>
        <NativeSelect
          size="xs"
          label="Privilege"
          data={hasMaintain ? PRIVILEGES : PRIVILEGES.filter((one) => one !== 'MAINTAIN')}
          value={privilege}
          onChange={(e) => setPrivilege(e.currentTarget.value)}
        />
        <TextInput
          size="xs"
          label="Object"
          placeholder="db.schema.table, db.schema.*, db"
          list={`${id}objects`}
          value={object}
          required
          spellCheck={false}
          onChange={(e) => setObject(e.currentTarget.value)}
        />
        <datalist id={`${id}objects`}>
          {options(graph, 'database')}
          {options(graph, 'schema')}
        </datalist>
        <NativeSelect
          size="xs"
          label="When"
          data={[
            { value: 'after', label: 'after the plan' },
            { value: 'before', label: 'before the plan' },
          ]}
          value={moment}
          onChange={(e) => setMoment(e.currentTarget.value === 'before' ? 'before' : 'after')}
        />
        <Button size="xs" type="submit">
          Why?
        </Button>
      </form>
      <div role="status" aria-busy={asking}>
        {told && sameQuestion(told.of, asked) && (
          <Reply
            {...told}
            planned={reviews.some(({ roleName }) => roleName === told.of.role)}
            asking={asking}
            onAfter={askAfter}
          />
        )}
      </div>
    </section>
  );
}

interface Props extends Told {
  asking: boolean;
  /** The role is one of those that are planned here. */
  planned: boolean;
  onAfter(): void;
}

function Reply({ of, answers, problem, asking, planned, onAfter }: Props) {
  const { role, privilege, object, moment } = of;
  return (
    <>
      <p className={classes.question}>
        {moment === 'after' ? 'After' : 'Before'} the plan: {privilege} on {object} for {role}
        {asking && ' (asking again)'}
      </p>
      {problem !== undefined && <p className={classes.problem}>{problem}</p>}
      {problem !== undefined && moment === 'before' && planned && (
        <Button size="compact-xs" variant="default" onClick={onAfter}>
          Ask about after the plan
        </Button>
      )}
      <ul className={classes.answers}>
        {answers?.answers.map(({ object, access, why }) => (
          <li key={object}>
            <Tag words={ACCESS[access]} /> <code>{object}</code> {why}
          </li>
        ))}
      </ul>
      {answers && answers.more > 0 && <p>and {number(answers.more)} more</p>}
    </>
  );
}

function options(graph: Graph | undefined, kind: Graph['nodes'][number]['kind']) {
  return graph?.nodes
    .filter((node) => node.kind === kind)
    .map(({ id, label }) => <option key={id} value={label} />);
}
