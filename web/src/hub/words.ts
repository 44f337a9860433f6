import type { Words } from '../ui/Tag';

/** How an item of a job stands, in the words of the page. */
const STATES: Record<string, Words> = {
  pending: { word: 'Pending', icon: 'empty', tone: 'muted' },
  running: { word: 'Running', icon: 'clock', tone: 'pending' },
  'in-sync': { word: 'In sync', icon: 'check', tone: 'muted' },
  'out-of-sync': { word: 'Plan ready', icon: 'delta', tone: 'pending' },
  success: { word: 'Applied', icon: 'check', tone: 'done' },
  skipped: { word: 'Skipped', icon: 'check', tone: 'muted' },
  stale: { word: 'Stale', icon: 'clock', tone: 'stale' },
  failed: { word: 'Failed', icon: 'cross', tone: 'destructive' },
  cancelled: { word: 'Cancelled', icon: 'minus', tone: 'muted' },
};

export function stateWords(state: string, kind?: string): Words {
  const words = STATES[state] ?? { word: state, icon: 'info', tone: 'muted' };
  if (state === 'running' && kind === 'plan') return { ...words, word: 'Planning…' };
  if (state === 'running' && kind === 'apply') return { ...words, word: 'Applying…' };
  if (state === 'success' && kind === 'health') return { ...words, word: 'Reached' };
  return words;
}

/** How far a resource is, and what comes next. */
export const SETUP: Record<string, { step: number; word: string; next: string }> = {
  manage: { step: 1, word: 'needs an admin account', next: 'Set up admin' },
  provision: { step: 2, word: 'needs roles', next: 'Provision roles' },
  configured: { step: 3, word: 'configured', next: 'Open' },
};

export const STEPS = ['Inventory', 'Manage', 'Provision'] as const;

export const ACCESS = ['viewer', 'operator', 'approver', 'admin'];

export const VERDICTS: Record<string, Words> = {
  approved: { word: 'approved', icon: 'check', tone: 'done' },
  refused: { word: 'refused', icon: 'cross', tone: 'destructive' },
};
