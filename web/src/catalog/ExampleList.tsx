import { TextInput, UnstyledButton } from '@mantine/core';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { Workspace } from '../engine/workspace';
import { type Ui, useUi } from '../ui/context';
import { Failure } from '../ui/Failure';
import { number } from '../ui/format';
import { useWorkspace } from '../workspace/context';
import classes from './Catalog.module.css';
import { type Example, listExamples, openExample } from './examples';
import { TITLED } from './titles';

/** The few that show most, and behind them all that there are. */
export function ExampleList() {
  const workspace = useWorkspace();
  const ui = useUi();
  const [all, setAll] = useState(false);
  return (
    <section aria-labelledby="examples">
      <h2 id="examples" className={classes.heading}>
        Examples
      </h2>
      <ul className={classes.titled}>
        {TITLED.map(({ path, title, text }) => (
          <li key={path}>
            <UnstyledButton
              className={classes.card}
              onClick={() => void take({ path, title, description: text }, workspace, ui)}
            >
              <strong>{title}</strong>
              <span>{text}</span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
      <button type="button" className={classes.link} aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? 'Only these' : 'All that the planner is tested with'}
      </button>
      {all && <Cases />}
    </section>
  );
}

function Cases() {
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
    <>
      <div className={classes.filter}>
        <TextInput
          size="xs"
          aria-label="Filter the examples"
          placeholder="Filter: drift, grantor, hostile names…"
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value)}
        />
        <span className={classes.quiet} role="status">
          {number(shown.length)} of {number(examples.length)}
        </span>
      </div>
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
    </>
  );
}

/** Opens an example and shows what comes of it; rejects with nothing: it says itself what went wrong. */
export async function take(
  { path, title = path, description }: Pick<Example, 'path' | 'description'> & { title?: string },
  workspace: Workspace,
  { notices, commands }: Ui,
): Promise<void> {
  try {
    const example = (await listExamples()).find((one) => one.path === path);
    if (!example) throw new Error('It is not among the examples of this version.');
    await openExample(example, workspace);
    commands.run('show:plan');
    commands.run('show:desired');
    notices.notify({ tone: 'info', title: `Example: ${title}`, text: description });
  } catch (error) {
    notices.notify({
      tone: 'error',
      title: 'The example could not be opened',
      text: `${(error as Error).message}`,
    });
  }
}
