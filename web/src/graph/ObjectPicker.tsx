import { Autocomplete } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ReviewSource } from '../planner/review';
import type { Found } from '../planner/types';
import { useWorkspace } from '../workspace/context';
import classes from './Graph.module.css';

/** Typing is not held up by looking up every letter. */
const PAUSE = 120;

/** Finds an object of the role's cluster by a part of its name. */
export function ObjectPicker({ source, object, onObject }: Props) {
  const { ask } = useWorkspace();
  const [text, setText] = useState(object);
  const [found, setFound] = useState<Found>({ objects: [], more: false });
  const { roleName } = source;
  useEffect(() => {
    let wanted = true;
    const timer = setTimeout(() => {
      ask('find', roleName, text).then(
        (now) => wanted && setFound(now),
        () => undefined,
      );
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [ask, roleName, text]);
  const choose = (path: string) => {
    setText(path);
    onObject(path);
  };
  /** What was typed is a path, or a part of just one. */
  const take = async () => {
    const typed = text.trim();
    const { objects } = await ask('find', roleName, typed).catch(() => ({ objects: [] }));
    const exact = objects.some(({ path }) => path === typed);
    choose(!exact && objects.length === 1 && objects[0] ? objects[0].path : typed);
  };
  const kinds = new Map(found.objects.map(({ path, kind }) => [path, kind]));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void take();
      }}
    >
      <Autocomplete
        size="xs"
        label="Who reaches"
        description={found.more ? 'There are more: type more of the name' : undefined}
        placeholder="A part of a name: orders, app.public"
        spellCheck={false}
        // What is looked at needs no choice: it would cover the answer.
        data={text.trim() === object ? [] : found.objects.map(({ path }) => path)}
        // What was found is what fits.
        filter={({ options }) => options}
        maxDropdownHeight={280}
        value={text}
        onChange={setText}
        onOptionSubmit={choose}
        renderOption={({ option }) => (
          <span className={classes.option}>
            <code>{option.value}</code>
            <span className={classes.hint}>{kinds.get(option.value)}</span>
          </span>
        )}
      />
    </form>
  );
}

interface Props {
  source: ReviewSource;
  object: string;
  onObject(path: string): void;
}
