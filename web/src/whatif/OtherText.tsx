import { Button, FileButton, Textarea } from '@mantine/core';
import { useId, useState } from 'react';
import { createStore } from '../base/store';
import { part } from '../engine/part';
import type { Problem } from '../planner/types';
import { count } from '../ui/format';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { baselineOf } from './baseline';
import classes from './WhatIf.module.css';

/** Outlives the form: what was pasted is there when it is opened again. */
const draftOf = part(() => createStore(''));

/** A plan.yaml from elsewhere, as the baseline. */
export function OtherText({ onTaken }: { onTaken(): void }) {
  const workspace = useWorkspace();
  const draft = draftOf(workspace);
  const text = useStore(draft, (now) => now);
  const [problems, setProblems] = useState<Problem[]>([]);
  const id = useId();

  const take = async (yaml: string, name: string) => {
    try {
      const read = await workspace.ask('readYaml', yaml);
      setProblems(read.problems);
      if (read.problems.length > 0) return;
      if (read.items.length === 0) return setProblems([{ message: 'The text names no role.' }]);
      baselineOf(workspace).set({ name, items: read.items });
      onTaken();
    } catch (error) {
      setProblems([{ message: error instanceof Error ? error.message : String(error) }]);
    }
  };

  const open = async (file: File | null) => {
    if (!file) return;
    const yaml = await file.text();
    draft.set(yaml);
    await take(yaml, file.name);
  };

  return (
    <div className={classes.other}>
      <Textarea
        label="plan.yaml to compare with"
        autosize
        minRows={6}
        maxRows={16}
        spellCheck={false}
        value={text}
        classNames={{ input: classes.text }}
        aria-invalid={problems.length > 0}
        aria-describedby={`${id}problems`}
        placeholder={
          'items:\n  - resource_name: analytics\n    role: ro\n    scopes: [app]\n    privileges: [SELECT]'
        }
        onChange={(event) => draft.set(event.currentTarget.value)}
      />
      <div id={`${id}problems`} role="alert" className={classes.problems}>
        {problems.length > 0 && (
          <>
            <p>{count(problems.length, 'problem')}; the baseline is unchanged:</p>
            <ul>
              {problems.map((problem) => (
                <li key={`${problem.line} ${problem.item} ${problem.message}`}>
                  {problem.line != null && `line ${problem.line}: `}
                  {problem.line == null && problem.item != null && `item ${problem.item}: `}
                  {problem.message}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <div className={classes.actions}>
        <Button size="compact-sm" disabled={text.trim() === ''} onClick={() => take(text, 'pasted')}>
          Use this text
        </Button>
        <FileButton accept=".yaml,.yml" onChange={(file) => void open(file)}>
          {(props) => (
            <Button size="compact-sm" variant="default" {...props}>
              Open a file…
            </Button>
          )}
        </FileButton>
      </div>
    </div>
  );
}
