import type { Workspace } from '../engine/workspace';
import type { Command, Commands } from '../ui/commands';
import { focusPanel } from './focus';
import { layoutOf, PANELS, show } from './layout';
import { print } from './Paper';
import { planViewOf, toggleRevokes } from './planView';

const UNDO = '[data-history="desired"]';

/** All that the page can be asked for. */
const COMMANDS: Command[] = [
  { name: 'panel:desired', label: 'Go to Desired', group: 'Panels', keys: ['alt+1', 'g d'] },
  { name: 'panel:catalog', label: 'Go to Catalog', group: 'Panels', keys: ['alt+2', 'g c'] },
  { name: 'panel:plan', label: 'Go to Plan', group: 'Panels', keys: ['alt+3', 'g p'] },
  { name: 'panel:whatif', label: 'Go to What if', group: 'Panels', keys: ['alt+4', 'g w'] },
  { name: 'panel:graph', label: 'Go to Graph', group: 'Panels', keys: ['alt+5', 'g r'] },
  { name: 'undo', label: 'Undo the last change', group: 'Desired roles', keys: ['mod+z'], within: UNDO },
  { name: 'redo', label: 'Redo', group: 'Desired roles', keys: ['mod+shift+z', 'mod+y'], within: UNDO },
  { name: 'view:grid', label: 'View as grid', group: 'Desired roles', keys: ['v g'] },
  { name: 'view:yaml', label: 'View as YAML', group: 'Desired roles', keys: ['v y'] },
  { name: 'view:csv', label: 'View as CSV', group: 'Desired roles', keys: ['v c'] },
  { name: 'copy-sql', label: 'Copy the SQL of the selected role', group: 'Plan', keys: ['mod+enter'] },
  { name: 'next-role', label: 'Next role', group: 'Plan', keys: ['alt+arrowdown'] },
  { name: 'previous-role', label: 'Previous role', group: 'Plan', keys: ['alt+arrowup'] },
  {
    name: 'filter-revokes',
    label: 'Only the statements that revoke, or all',
    group: 'Plan',
    keys: ['f r'],
  },
  {
    name: 'focus-filter',
    label: 'Filter the list at hand',
    group: 'Plan',
    keys: ['/'],
    // The list at hand is that of the plans; where they are not shown, the rows.
    orElse: 'focus-rows',
  },
  { name: 'print', label: 'Print the plans', group: 'Page', keys: ['mod+p'] },
  { name: 'copy-link', label: 'Copy a link to these roles', group: 'Page', keys: ['mod+shift+l'] },
  { name: 'history', label: 'What was here before', group: 'Page', keys: ['g h'] },
  { name: 'palette', label: 'All commands', group: 'Page', keys: ['mod+k'] },
  { name: 'toggle-theme', label: 'Light or dark', group: 'Page', keys: ['t'] },
  { name: 'help', label: 'Keyboard shortcuts', group: 'Page', keys: ['?'] },
];

/** Defines the page's commands, and does those that are the page's own; panels do what is theirs. */
export function defineCommands(workspace: Workspace, commands: Commands): void {
  const { desired, planning, view } = workspace;
  const layout = layoutOf(workspace);
  const step = (by: number) => {
    const { reviews, selected } = planning.get();
    const index = selected ? reviews.indexOf(selected) : -1;
    const next = reviews[Math.min(Math.max(index + by, 0), reviews.length - 1)];
    if (next) planning.select(next.roleName);
  };

  commands.define(COMMANDS);
  for (const panel of PANELS) {
    commands.on(`show:${panel}`, () => show(layout, panel));
    commands.on(`panel:${panel}`, () => {
      show(layout, panel);
      focusPanel(panel);
    });
  }
  for (const one of ['grid', 'yaml', 'csv'] as const) {
    commands.on(`view:${one}`, () => {
      show(layout, 'desired');
      view.set(one);
    });
  }
  commands.on('filter-revokes', () => {
    show(layout, 'plan');
    planViewOf(workspace).set(toggleRevokes);
    focusPanel('plan');
  });
  commands.on('print', () => void print(workspace));
  commands.on('undo', desired.undo);
  commands.on('redo', desired.redo);
  commands.on('next-role', () => step(1));
  commands.on('previous-role', () => step(-1));
}
