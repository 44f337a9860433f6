import type { Desired, DesiredItem, Problem } from '../../planner/types';

/**
 * The items of the text, and for those at fault the item as it was when it was last sound: a role does
 * not vanish from the list because its next scope is half typed.
 */
export function withLastSound(now: Desired, last: DesiredItem[]): Desired & { kept: DesiredItem[] } {
  if (now.problems.length === 0) return { ...now, kept: [] };
  const taken = new Set(now.items.map((item) => item.role_name));
  const kept = last.filter((item) => !taken.has(item.role_name) && isAtFault(item, now));
  const items = [...now.items, ...kept].sort((a, b) => a.number - b.number);
  return { items, problems: now.problems, kept };
}

function isAtFault(item: DesiredItem, { items, problems }: Desired): boolean {
  if (items.some((other) => other.number === item.number)) return false;
  return problems.some((problem) => concerns(problem, item) || concernsAll(problem, items));
}

function concerns(problem: Problem, item: DesiredItem): boolean {
  if (problem.item != null) return problem.item === item.number;
  return item.line != null && problem.line === item.line;
}

/** A text that cannot be read from some line on says nothing about any item; one without a line has none. */
function concernsAll(problem: Problem, items: DesiredItem[]): boolean {
  return problem.item == null && problem.line != null && items.length === 0;
}
