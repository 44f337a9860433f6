import { TextInput } from '@mantine/core';
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { Risk, StepRecord } from '../planner/types';
import { count, number } from '../ui/format';
import { Pager } from '../ui/Pager';
import { usePage } from '../ui/usePage';
import { RiskFilter } from './RiskFilter';
import { Statement } from './Statement';
import classes from './Statements.module.css';
import { RISKS } from './words';

const PAGE = 100;

/** Each statement with its reason. */
export const Statements = memo(function Statements({ steps, risk, onRisk, search, onSearched }: Props) {
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!search) return;
    input.current?.focus();
    onSearched();
  }, [search, onSearched]);
  const numbered = useMemo(() => steps.map((step, i) => ({ step, number: i + 1 })), [steps]);
  const shown = useMemo(
    () => numbered.filter(({ step }) => matches(step, risk, wanted)),
    [numbered, risk, wanted],
  );
  const { from, to, move } = usePage(shown.length, PAGE, `${risk} ${wanted}`);
  const counts = useMemo(() => countRisks(steps), [steps]);
  return (
    <div className={classes.statements}>
      <div className={classes.filters}>
        <RiskFilter counts={counts} total={steps.length} value={risk} onChange={onRisk} />
        <TextInput
          ref={input}
          size="xs"
          className={classes.text}
          aria-label="Filter statements by text"
          placeholder="Filter by text: object, database, reason"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <p className={classes.total} role="status">
        {shown.length === steps.length
          ? count(steps.length, 'statement')
          : `${number(shown.length)} of ${count(steps.length, 'statement')}`}
      </p>
      <Pager from={from} size={PAGE} total={shown.length} what="statements" onMove={move} />
      {shown.length === 0 ? (
        <p className={classes.none}>No statement matches. Choose All, or clear the text.</p>
      ) : (
        <ol className={classes.list}>
          {shown.slice(from, to).map(({ step, number }) => (
            <Statement key={number} step={step} number={number} />
          ))}
        </ol>
      )}
      <Pager from={from} size={PAGE} total={shown.length} what="statements" below onMove={move} />
    </div>
  );
});

interface Props {
  steps: StepRecord[];
  risk: Risk | undefined;
  onRisk(risk: Risk | undefined): void;
  search?: boolean;
  onSearched(): void;
}

function matches(step: StepRecord, risk: Risk | undefined, text: string): boolean {
  if (risk && step.risk !== risk) return false;
  if (text === '') return true;
  const { sql, reason, database, phase, acting_as } = step;
  const all = [sql, reason, database ?? '', phase, acting_as ?? ''].join('\n').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

function countRisks(steps: StepRecord[]): Record<Risk, number> {
  const counts = Object.fromEntries(RISKS.map((risk) => [risk, 0])) as Record<Risk, number>;
  for (const { risk } of steps) counts[risk] += 1;
  return counts;
}
