import { Tabs } from '@mantine/core';
import { useRef } from 'react';
import type { ReviewSource } from '../planner/review';
import type { Details } from '../planner/types';
import { useRoom } from '../ui/useRoom';
import { Changes } from './Changes';
import { Pending } from './Pending';
import classes from './PlanView.module.css';
import { SessionDocument } from './SessionDocument';
import { SqlText } from './SqlText';
import { Statements } from './Statements';
import { TextPane } from './TextPane';
import type { Loaded } from './useDetails';
import type { PlanTab, View } from './view';

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

export function PlanTabs({ source, details, view, onView }: Props) {
  const { roleName, sql = '', status } = source;
  const { value } = details;
  const box = useRef<HTMLDivElement>(null);
  const roomy = useRoom(box, ROOMY);
  const changes = <Pending of={details}>{value && <Changes details={value} role={roleName} />}</Pending>;
  return (
    <Tabs
      ref={box}
      data-roomy={roomy || undefined}
      value={roomy && view.tab === 'changes' ? 'sql' : view.tab}
      onChange={(tab) => onView({ ...view, tab: tab as PlanTab })}
      keepMounted={false}
      className={classes.tabs}
    >
      <Tabs.List aria-label="Parts of the plan" className={classes.tabList}>
        {(roomy ? SIDE_BY_SIDE : TABS).map(([tab, label]) => (
          <Tabs.Tab key={tab} value={tab}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="sql" className={roomy ? classes.beside : undefined}>
        {roomy && changes}
        <TextPane
          text={sql}
          name={roleName}
          kind="sql"
          what="the SQL"
          note={status === 'in-sync' && 'Nothing to do: the role is as desired.'}
        >
          <SqlText sql={sql} dangers={source.summary?.dangers} label={`SQL of ${roleName}`} testId="sql" />
        </TextPane>
      </Tabs.Panel>
      <Tabs.Panel value="changes">{changes}</Tabs.Panel>
      <Tabs.Panel value="statements">
        <Pending of={details}>
          {value && (
            <Statements
              steps={value.steps}
              risk={view.risk}
              onRisk={(risk) => onView({ ...view, risk })}
              search={view.search}
              onSearched={() => onView({ ...view, search: undefined })}
            />
          )}
        </Pending>
      </Tabs.Panel>
      <Tabs.Panel value="undo">
        <Pending of={details}>
          {value && (
            <TextPane
              text={value.undo_sql}
              name={`${roleName}.undo`}
              kind="sql"
              what="the undo SQL"
              note="Takes back what the plan does. Nothing runs it for you."
            >
              <SqlText
                sql={value.undo_sql}
                dangers={value.undo_dangers}
                label={`Undo SQL of ${roleName}`}
                testId="undo"
              />
            </TextPane>
          )}
        </Pending>
      </Tabs.Panel>
      <Tabs.Panel value="document">
        <SessionDocument source={source} />
      </Tabs.Panel>
    </Tabs>
  );
}

interface Props {
  source: ReviewSource;
  details: Loaded<Details>;
  view: View;
  onView(view: View): void;
}
