import type { IconName } from '../ui/Icon';
import type { Words } from '../ui/Tag';
import type { Line, LineChange, ShapeNode } from './shape';

export const CHANGE: Record<
  LineChange,
  { word: string; sign: string; icon: IconName; color: string; dash?: string }
> = {
  kept: { word: 'kept', sign: '', icon: 'check', color: 'var(--rw-muted)' },
  changed: { word: 'changed', sign: '≠ ', icon: 'delta', color: 'var(--rw-info)', dash: '8 3' },
  added: { word: 'added', sign: '+ ', icon: 'plus', color: 'var(--rw-grants)', dash: '6 4' },
  removed: { word: 'removed', sign: '− ', icon: 'minus', color: 'var(--rw-destructive)', dash: '2 4' },
};

/** The same as a tag. */
export const TAG: Record<LineChange, Words> = {
  kept: { ...CHANGE.kept, tone: 'muted' },
  changed: { ...CHANGE.changed, tone: 'info' },
  added: { ...CHANGE.added, tone: 'grants' },
  removed: { ...CHANGE.removed, tone: 'destructive' },
};

const KIND: Record<ShapeNode['kind'], string> = {
  role: 'role',
  database: 'database',
  schema: 'schema',
  schemas: 'schemas',
};

export function kindWord(node: ShapeNode): string {
  return node.planned ? 'planned role' : KIND[node.kind];
}

export function nodeWords(node: ShapeNode): string {
  const facts = node.attributes.length > 0 ? `, ${node.attributes.join(', ')}` : '';
  return `${kindWord(node)} ${node.label}${facts}`;
}

/** `ro is a member of readers (added by the plan)` */
export function lineWords(line: Line, roleName: string, name: (id: string) => string): string {
  const how = line.change === 'kept' ? 'kept' : `${CHANGE[line.change].word} by the plan`;
  return line.membership
    ? `${name(line.from)} is in ${name(line.to)}: ${line.label} (${how})`
    : `${roleName} on ${name(line.to)}: ${line.label} (${how})`;
}
