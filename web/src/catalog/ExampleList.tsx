import { TextInput, UnstyledButton } from '@mantine/core';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Workspace } from '../engine/workspace';
import { type Ui, useUi } from '../ui/context';
import { Failure } from '../ui/Failure';
import { useWorkspace } from '../workspace/context';
import classes from './Catalog.module.css';
import { type Example, listExamples, openExample } from './examples';

export function ExampleList() {
  const workspace = useWorkspace();
  const ui = useUi();
  const [examples, setExamples] = useState<Example[]>([]);
  const [failed, setFailed] = useState<string>();
  const [filter, setFilter] = useState('');
  const load = useCallback(() => {
    setFailed(undefined);
    listExamples().then(setExamples, (error: Error) => setFailed(error.message));
  }, []);
  useEffect(load, [load]);
  const shown = useMemo(() => {
    const words = filter.toLowerCase().split(/\s+/);
    return examples.filter(({ path, description }) => {
      const text = `${path} ${description}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }, [examples, filter]);
  return (
    <section aria-labelledby="examples">
      <h2 id="examples" className={classes.heading}>
        Examples <span>{shown.length}</span>
      </h2>
      <TextInput
        size="xs"
        aria-label="Filter the examples"
        placeholder="Filter: drift, grantor, hostile names…"
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      {failed && (
        <Failure title="The examples could not be loaded" actions={[{ label: 'Try again', run: load }]}>
          {failed}
        </Failure>
      )}
      <ul className={classes.examples}>
        {shown.map((example) => (
          <li key={example.path}>
            <UnstyledButton className={classes.example} onClick={() => void take(example, workspace, ui)}>
              <code>{example.path}</code>
              <span>{example.description}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Opens an example and shows what comes of it; rejects with nothing: it says itself what went wrong. */
export async function take(example: Example, workspace: Workspace, { notices, commands }: Ui): Promise<void> {
  try {
    await openExample(example, workspace);
    commands.run('show:plan');
    commands.run('show:desired');
    notices.notify({ tone: 'info', title: `Example ${example.path}`, text: example.description });
  } catch (error) {
    notices.notify({
      tone: 'error',
      title: 'The example could not be opened',
      text: `${(error as Error).message}`,
    });
  }
}
