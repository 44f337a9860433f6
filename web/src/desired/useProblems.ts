import type { Problem } from '../planner/types';
import { desiredStore } from '../state/desired';
import { planningStore } from '../state/reviews';
import { useStore } from '../state/store';
import type { Format } from '../worker/protocol';

/** What is wrong with the text, which is in `format`. */
export function useProblems(): { format: Format; problems: Problem[]; blank: boolean } {
  const { format, blank } = useStore(desiredStore, ({ history: { now } }) => ({
    format: now.format,
    blank: now.text.trim() === '',
  }));
  const problems = useStore(planningStore, ({ desired }) => desired.problems);
  return { format, problems, blank };
}
