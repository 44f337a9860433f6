import { MarkedEditor } from '../editor/MarkedEditor';
import type { Problem } from '../planner/types';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useNames, useProblems } from '../workspace/hooks';
import { commit } from './commit';
import { asCsv, pastedTable, spreadsheetRows } from './paste';

const HINTS = {
  yaml: 'items:\n  - resource_name: analytics\n    type: managed\n    role: ro\n    scopes: [analytics.public]\n    privileges: [SELECT]',
  csv: 'resource_name,type,role,scopes,permissions,source_role\nanalytics,managed,ro,analytics.public;legacy,SELECT,\n\nRows copied from a spreadsheet can be pasted here.',
};

/** The roles as YAML or CSV: the text itself, or what the items are in this format. */
export function TextView({ view, goTo }: { view: 'yaml' | 'csv'; goTo?: { problem: Problem } }) {
  const workspace = useWorkspace();
  const names = useNames();
  const { format, problems } = useProblems();
  const own = format === view;
  const { text, blank, revision } = useStore(workspace.desired, ({ history: { now }, revision }) => ({
    text: now.format === view ? now.text : undefined,
    blank: now.text.trim() === '',
    revision: now.format === view ? undefined : revision,
  }));
  const derived = useStore(workspace.derived, (views) => views[view]);
  // What the other format's faulty text cannot say must not be overwritten from here.
  const editable = own || problems.length === 0;
  return (
    <MarkedEditor
      key={view}
      label={view === 'yaml' ? 'Desired roles as YAML' : 'Desired roles as CSV'}
      language={view}
      value={text ?? (blank ? '' : (derived?.text ?? ''))}
      // An edit of what was made from an earlier text would bring that one back.
      waiting={!own && !blank && derived?.revision !== revision}
      onChange={editable ? (next) => commit(workspace, view, next, view) : undefined}
      placeholder={HINTS[view]}
      history={workspace.desired}
      problems={own ? problems : undefined}
      names={names}
      goTo={own ? goTo : undefined}
      onPaste={view === 'csv' ? pasteRows : undefined}
    />
  );
}

/** Cells copied from a spreadsheet become CSV, with a header where there is none yet. */
function pasteRows(text: string, blank: boolean): string | undefined {
  const rows = spreadsheetRows(text);
  if (!rows) return undefined;
  const table = pastedTable(rows);
  return asCsv([table.columns, ...table.rows], blank);
}
