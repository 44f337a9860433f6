import { Tabs } from '@mantine/core';
import { memo, useCallback, useRef } from 'react';
import { useRoom } from '../ui/useRoom';
import {
  ChangesPart,
  DocumentPart,
  type Parts,
  PartsProvider,
  SqlPart,
  StatementsPart,
  UndoPart,
} from './PlanParts';
import classes from './PlanView.module.css';
import type { PlanTab } from './view';

const TABS: [PlanTab, string][] = [
  ['sql', 'SQL'],
  ['changes', 'Changes'],
  ['statements', 'Statements'],
  ['undo', 'Undo'],
  ['document', 'Document'],
];

/** Where two texts of a readable length stand side by side, in rem. */
const ROOMY = 84;
const SIDE_BY_SIDE = TABS.filter(([tab]) => tab !== 'changes').map(
  ([tab, label]) => [tab, tab === 'sql' ? 'Changes and SQL' : label] as const,
);

export function PlanTabs(parts: Parts) {
  const { view, onView } = parts;
  const show = useCallback((tab: PlanTab) => onView({ ...view, tab }), [view, onView]);
  return (
    <PartsProvider value={parts}>
      <Frame tab={view.tab} onTab={show} />
    </PartsProvider>
  );
}

const Frame = memo(function Frame({ tab, onTab }: { tab: PlanTab; onTab(tab: PlanTab): void }) {
  const box = useRef<HTMLDivElement>(null);
  const roomy = useRoom(box, ROOMY);
  return (
    <Tabs
      ref={box}
      data-roomy={roomy || undefined}
      value={roomy && tab === 'changes' ? 'sql' : tab}
      onChange={(next) => onTab(next as PlanTab)}
      keepMounted={false}
      className={classes.tabs}
    >
      <Tabs.List aria-label="Parts of the plan" className={classes.tabList}>
        {(roomy ? SIDE_BY_SIDE : TABS).map(([value, label]) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="sql" className={roomy ? classes.beside : undefined}>
        {roomy && <ChangesPart />}
        <SqlPart />
      </Tabs.Panel>
      <Tabs.Panel value="changes">
        <ChangesPart />
      </Tabs.Panel>
      <Tabs.Panel value="statements">
        <StatementsPart />
      </Tabs.Panel>
      <Tabs.Panel value="undo">
        <UndoPart />
      </Tabs.Panel>
      <Tabs.Panel value="document">
        <DocumentPart />
      </Tabs.Panel>
    </Tabs>
  );
});
