import type { Status } from '../planner/review';
import type { Risk, Severity } from '../planner/types';
import type { Words } from '../ui/Tag';

export const STATUS: Record<Status, Words> = {
  'in-sync': { word: 'in sync', icon: 'check', tone: 'done' },
  'out-of-sync': { word: 'out of sync', icon: 'delta', tone: 'pending' },
  failed: { word: 'failed', icon: 'cross', tone: 'destructive' },
  planning: { word: 'planning…', icon: 'clock', tone: 'stale' },
  'no-snapshot': { word: 'no snapshot', icon: 'empty', tone: 'muted' },
};

export const RISKS: Risk[] = ['grants', 'revokes', 'credentials', 'destructive'];

export const RISK: Record<Risk, Words & { sign: string; meaning: string }> = {
  grants: { word: 'grants', icon: 'plus', tone: 'grants', sign: '+', meaning: 'Somebody can do more.' },
  revokes: { word: 'revokes', icon: 'minus', tone: 'revokes', sign: '−', meaning: 'Somebody can do less.' },
  credentials: {
    word: 'credentials',
    icon: 'key',
    tone: 'credentials',
    sign: '',
    meaning: 'A password changes.',
  },
  destructive: {
    word: 'destructive',
    icon: 'warning',
    tone: 'destructive',
    sign: '',
    meaning: 'Something cannot be brought back.',
  },
};

export const SEVERITY: Record<Severity, Words> = {
  error: { word: 'error', icon: 'cross', tone: 'destructive' },
  warning: { word: 'warning', icon: 'warning', tone: 'revokes' },
  info: { word: 'info', icon: 'info', tone: 'info' },
};
