import type { Status } from '../planner/review';
import { RISK_MEANING } from '../planner/risks';
import type { Risk, Severity } from '../planner/types';
import type { IconName } from '../ui/Icon';
import type { Words } from '../ui/Tag';

export const STATUS: Record<Status, Words> = {
  // Of a snapshot: nobody has looked at the server since, so it is not said to be done.
  'in-sync': { word: 'in sync', icon: 'check', tone: 'muted' },
  'out-of-sync': { word: 'out of sync', icon: 'delta', tone: 'pending' },
  failed: { word: 'failed', icon: 'cross', tone: 'destructive' },
  planning: { word: 'planning…', icon: 'clock', tone: 'stale' },
  'no-snapshot': { word: 'no snapshot', icon: 'empty', tone: 'muted' },
};

export const RISKS = Object.keys(RISK_MEANING) as Risk[];

export const RISK: Record<Risk, Words & { sign: string; meaning: string }> = {
  grants: risk('grants', 'plus', '+'),
  revokes: risk('revokes', 'minus', '−'),
  credentials: risk('credentials', 'key'),
  destructive: risk('destructive', 'warning'),
};

function risk(word: Risk, icon: IconName, sign = '') {
  return { word, icon, tone: word, sign, meaning: RISK_MEANING[word] };
}

export const SEVERITY: Record<Severity, Words> = {
  error: { word: 'error', icon: 'cross', tone: 'destructive' },
  warning: { word: 'warning', icon: 'warning', tone: 'revokes' },
  info: { word: 'info', icon: 'info', tone: 'info' },
};
