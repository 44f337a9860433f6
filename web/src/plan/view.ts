import type { Risk } from '../planner/types';

export type PlanTab = 'sql' | 'changes' | 'statements' | 'undo' | 'document';

/** What of a plan is looked at; stays when another role is selected. */
export interface View {
  tab: PlanTab;
  /** Only the statements of this risk. */
  risk?: Risk;
  /** The filter of the statements is to get the focus. */
  search?: boolean;
}

export const FIRST_VIEW: View = { tab: 'sql' };
