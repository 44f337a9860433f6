import { useEffect } from 'react';
import { redo, undo } from '../engine/desired';
import { planningStore, select } from '../engine/reviews';
import { type CommandName, onCommand } from '../ui/commands';
import { listen } from '../ui/shortcuts';
import { focusPanel } from './focus';
import { show, showView } from './layout';
import { toggleRevokes } from './planView';

/** What the page itself does; panels listen for what is theirs. */
const ACTIONS: [CommandName, () => void][] = [
  ...(['desired', 'catalog', 'plan', 'whatif', 'graph'] as const).map((panel): [CommandName, () => void] => [
    `panel:${panel}`,
    () => {
      show(panel);
      focusPanel(panel);
    },
  ]),
  ...(['grid', 'yaml', 'csv'] as const).map((view): [CommandName, () => void] => [
    `view:${view}`,
    () => {
      show('desired');
      showView(view);
    },
  ]),
  [
    'filter-revokes',
    () => {
      show('plan');
      toggleRevokes();
      focusPanel('plan');
    },
  ],
  ['undo', undo],
  ['redo', redo],
  ['next-role', () => step(1)],
  ['previous-role', () => step(-1)],
];

export function useShortcuts(): void {
  useEffect(() => {
    const stops = [listen(), ...ACTIONS.map(([name, action]) => onCommand(name, action))];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}

function step(by: number): void {
  const { reviews, selected } = planningStore.get();
  const index = selected ? reviews.indexOf(selected) : -1;
  const next = reviews[Math.min(Math.max(index + by, 0), reviews.length - 1)];
  if (next) select(next.roleName);
}
