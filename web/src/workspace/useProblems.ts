import { useStore } from '../base/store';
import { desiredStore } from '../engine/desired';
import type { Format } from '../engine/protocol';
import { planningStore } from '../engine/reviews';
import type { Problem } from '../planner/types';

/** What is wrong with the text, which is in `format`. */
export function useProblems(): { format: Format; problems: Problem[]; blank: boolean } {
  const { format, blank } = useStore(desiredStore, ({ history: { now } }) => ({
    format: now.format,
    blank: now.text.trim() === '',
  }));
  const problems = useStore(planningStore, ({ desired }) => desired.problems);
  return { format, problems, blank };
}
