// Every part with something in it, made of what the tests of the parts are made of.
import { type ReactNode, useEffect, useState } from 'react';
import CATALOG from '../../../tests/cases/reference/plan-yaml/catalog.analytics.json?raw';
import OTHER from '../../../tests/cases/reference/plan-yaml/catalog.marketplace.json?raw';
import ROLES from '../../../tests/reference/roles.csv?raw';
import { CatalogPanel } from '../../src/catalog/CatalogPanel';
import { AsList } from '../../src/graph/AsList';
import { Drawing } from '../../src/graph/Drawing';
import { draw } from '../../src/graph/draw';
import type { Drawn } from '../../src/graph/drawn';
import GraphPanel from '../../src/graph/GraphPanel';
import { Legend } from '../../src/graph/Legend';
import { ReachList } from '../../src/graph/ReachList';
import { drawReach } from '../../src/graph/reach';
import { shape } from '../../src/graph/shape';
import { NoteList } from '../../src/plan/NoteList';
import { PlanView } from '../../src/plan/PlanView';
import { RoleList } from '../../src/plan/RoleList';
import { SqlText } from '../../src/plan/SqlText';
import { Statements } from '../../src/plan/Statements';
import { FIRST_VIEW } from '../../src/plan/view';
import { RISK, SEVERITY, STATUS } from '../../src/plan/words';
import { Bar } from '../../src/ui/Bar';
import { ConfirmTyped } from '../../src/ui/ConfirmTyped';
import { CopyButton } from '../../src/ui/CopyButton';
import { CrashGuard } from '../../src/ui/CrashGuard';
import { createUi, useUi } from '../../src/ui/context';
import { Drawer } from '../../src/ui/Drawer';
import { Empty } from '../../src/ui/Empty';
import { Failure } from '../../src/ui/Failure';
import { HeaderButton } from '../../src/ui/HeaderButton';
import { Pager } from '../../src/ui/Pager';
import { Palette } from '../../src/ui/Palette';
import { ShortcutList } from '../../src/ui/ShortcutList';
import { Skeleton } from '../../src/ui/Skeleton';
import { Tag } from '../../src/ui/Tag';
import { Time } from '../../src/ui/Time';
import { Toasts } from '../../src/ui/Toasts';
import WhatIfPanel from '../../src/whatif/WhatIfPanel';
import { GRAPH, REACH, review, step } from '../parts/made';
import { Page, workspaceWith } from '../parts/page';

const nothing = () => {};
const row = { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 8 } as const;

const STEPS = [
  step('GRANT USAGE ON SCHEMA public TO hoopdev_analytics_ro_6075a443;', { reason: 'A scope needs it.' }),
  step('GRANT SELECT ON ALL TABLES IN SCHEMA public TO hoopdev_analytics_ro_6075a443;', {
    acting_as: 'app_owner',
  }),
  step('REVOKE INSERT ON TABLE public.orders FROM hoopdev_analytics_ro_6075a443;', {
    reason: 'Nothing asks for it.',
  }),
  step('ALTER ROLE hoopdev_analytics_ro_6075a443 NOSUPERUSER;', { risk: 'destructive', database: null }),
];
const SQL = STEPS.map(({ sql }) => `-- ${sql.length} characters\n${sql}\n`).join('\n');
const REVIEWS = [
  review('analytics/ro', { risks: { grants: 9, revokes: 2 }, sql: SQL }),
  review('analytics/rw', { risks: { grants: 1, revokes: 12, credentials: 1, destructive: 1 } }),
  review('marketplace/reporting_with_a_long_label', { risks: {} }),
  review('marketplace/ro', { status: 'failed', summary: undefined }),
  review('marketplace/rw', { status: 'no-snapshot', summary: undefined }),
];

function Choosing({ drawn }: { drawn: Drawn }) {
  const [selected, select] = useState<string | undefined>(drawn.boxes[1]?.id);
  return <Drawing label="Graph" drawn={drawn} selected={selected} onSelect={select} />;
}

function Broken(): ReactNode {
  throw new Error('rows is undefined');
}

/** Runs a command once what does it is there. */
function Opened({ command, children }: { command: string; children: ReactNode }) {
  const { commands } = useUi();
  useEffect(() => {
    commands.run(command);
  }, [commands, command]);
  return children;
}

function withCommands() {
  const ui = createUi();
  ui.commands.define([
    { name: 'undo', label: 'Undo', group: 'Edit', keys: ['mod+z'] },
    { name: 'show:plan', label: 'Show the plan', group: 'Go to', keys: ['g p'] },
    { name: 'palette', label: 'Commands', group: 'Help', keys: ['mod+k'] },
  ]);
  for (const name of ['undo', 'show:plan']) ui.commands.on(name, nothing);
  return ui;
}

function withNotices() {
  const ui = createUi();
  ui.notices.notify({ tone: 'info', title: 'Copied', text: 'The SQL of analytics/ro', stays: true });
  ui.notices.notify({ tone: 'warning', title: 'This tab is behind', stays: true });
  ui.notices.notify({
    tone: 'error',
    title: 'Not saved',
    text: 'The disk is full.',
    action: { label: 'Try again', run: nothing },
  });
  return ui;
}

const planned = () =>
  workspaceWith(ROLES, { 'catalog.analytics.json': CATALOG, 'catalog.marketplace.json': OTHER });

/** `room/part`: made anew each time it is shown. */
export const SPECIMENS: Record<string, () => ReactNode> = {
  'ui/Tag': () => (
    <Page>
      <div style={row}>
        {[...Object.values(STATUS), ...Object.values(RISK), ...Object.values(SEVERITY)].map((words) => (
          <Tag key={words.word} words={words} />
        ))}
      </div>
      <div style={row}>
        {Object.values(RISK).map((words) => (
          <Tag key={words.word} words={words} plain />
        ))}
      </div>
    </Page>
  ),
  'ui/Buttons and times': () => (
    <Page>
      <div style={row}>
        <HeaderButton label="Undo" icon="undo" onClick={nothing} />
        <CopyButton take={() => SQL} label="Copy" what="the SQL" />
        <CopyButton take={() => SQL} what="the name" />
        <Time of="2026-11-26T12:00:00Z" />
      </div>
    </Page>
  ),
  'ui/Pager': () => (
    <Page>
      <Pager from={100} size={100} total={1230} what="roles" onMove={nothing} />
    </Page>
  ),
  'ui/Bar': () => (
    <Page>
      <Bar icon="warning" actions={[{ label: 'Take the newer ones', run: nothing }]}>
        <p>This tab is behind: another one has newer roles.</p>
      </Bar>
      <Bar icon="history" quiet actions={[{ label: 'Bring them back', run: nothing }]} onDismiss={nothing}>
        <p>The example drift/bypassrls took the place of 6 roles.</p>
      </Bar>
    </Page>
  ),
  'ui/Empty, Failure, Skeleton': () => (
    <Page>
      <div style={{ display: 'grid', gap: 16 }}>
        <Empty title="Two snapshots are needed">Add them in the Catalog tab.</Empty>
        <Failure title="The examples could not be loaded" actions={[{ label: 'Try again', run: nothing }]}>
          They are files beside the page. Check the connection.
        </Failure>
        <Skeleton rows={3} what="the roles" />
      </div>
    </Page>
  ),
  'ui/CrashGuard': () => (
    <Page>
      <CrashGuard
        advice="Everything you wrote is kept."
        actions={[{ label: 'Undo the last change', run: nothing }]}
      >
        <Broken />
      </CrashGuard>
    </Page>
  ),
  'ui/Toasts': () => (
    <Page ui={withNotices()}>
      <Toasts />
    </Page>
  ),
  'ui/Drawer': () => (
    <Page>
      <Drawer title="History" opened onClose={nothing}>
        <p>What was there before something took its place.</p>
      </Drawer>
    </Page>
  ),
  'ui/Palette': () => (
    <Page ui={withCommands()}>
      <Opened command="palette">
        <Palette />
      </Opened>
    </Page>
  ),
  'ui/ShortcutList': () => (
    <Page ui={withCommands()}>
      <Opened command="help">
        <ShortcutList />
      </Opened>
    </Page>
  ),
  'ui/ConfirmTyped': () => (
    <Page>
      <ConfirmTyped
        title="Forget the history?"
        word="forget"
        label="Forget it"
        opened
        onClose={nothing}
        onConfirm={nothing}
      >
        All 34 states are gone then, and nothing brings them back.
      </ConfirmTyped>
    </Page>
  ),
  'plan/RoleList': () => (
    <Page>
      <RoleList reviews={REVIEWS} selected={REVIEWS[0]} onSelect={nothing} />
    </Page>
  ),
  'plan/Statements': () => (
    <Page>
      <Statements steps={STEPS} risk={undefined} onRisk={nothing} onSearched={nothing} />
    </Page>
  ),
  'plan/SqlText': () => (
    <Page>
      <SqlText sql={SQL.replace('orders', 'or\u202eders')} label="SQL" />
    </Page>
  ),
  'plan/NoteList': () => (
    <Page>
      <NoteList
        notes={[
          {
            code: 'unplanned-privileges',
            severity: 'warning',
            subject: 'schema app.audit',
            message: 'The role holds EXECUTE on 3 functions.',
            help: 'Revoke it by hand.',
          },
        ]}
      />
    </Page>
  ),
  'plan/PlanView': () => (
    <Page>
      <PlanView
        reviews={REVIEWS}
        selected={REVIEWS[0]}
        onSelect={nothing}
        view={FIRST_VIEW}
        onView={nothing}
      />
    </Page>
  ),
  'graph/A role': () => (
    <Page>
      <Legend />
      <Choosing drawn={draw(shape(GRAPH))} />
    </Page>
  ),
  'graph/A role as a list': () => (
    <Page>
      <AsList shape={shape(GRAPH)} name={(id) => GRAPH.nodes.find((node) => node.id === id)?.label ?? id} />
    </Page>
  ),
  'graph/Who reaches an object': () => (
    <Page>
      <Choosing drawn={drawReach(REACH, 'app.public.orders', 'hoopdev_app_ro_6075a443', REACH.roles)} />
    </Page>
  ),
  'graph/Who reaches an object, as a list': () => (
    <Page>
      <ReachList roles={REACH.roles} owner="app_owner" planned="hoopdev_app_ro_6075a443" label="Who" />
    </Page>
  ),
  'graph/Panel': () => (
    <Page workspace={planned()}>
      <GraphPanel />
    </Page>
  ),
  'catalog/Panel': () => (
    <Page workspace={planned()}>
      <CatalogPanel />
    </Page>
  ),
  'whatif/Panel': () => (
    <Page workspace={planned()}>
      <WhatIfPanel />
    </Page>
  ),
};
