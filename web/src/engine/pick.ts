import type { DesiredItem } from '../planner/types';
import type { Selection } from './protocol';

/** The index of the item that is selected: worker and page have to agree on it. */
export function pick(items: DesiredItem[], selection?: Selection): number {
  if (!selection) return 0;
  const byName = items.findIndex((item) => item.role_name === selection.roleName);
  if (byName >= 0) return byName;
  return Math.max(
    0,
    items.findIndex((item) => item.number === selection.number),
  );
}
