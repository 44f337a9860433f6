import { FIRST_VIEW, type PlanTab } from '../plan/view';
import { FIRST_LAYOUT, isLeft, isRight, type Panel } from './layout';

/** What is looked at, as the address has it. Never what is written. */
export interface Place {
  /** The panel that was shown last: where there is room for one, that one. */
  panel: Panel;
  /** The one in the other column. */
  beside: Panel;
  /** The name of the role whose plan it is. */
  role?: string;
  tab: PlanTab;
}

const TABS: readonly string[] = ['sql', 'changes', 'statements', 'undo', 'document'] satisfies PlanTab[];
/** Names of roles in PostgreSQL are shorter. */
const LONGEST = 1000;

/** `#panel=desired&beside=plan&role=…&tab=changes` */
export function writePlace({ panel, beside, role, tab }: Place): string {
  const parts = new URLSearchParams({ panel, beside });
  if (role !== undefined) parts.set('role', role);
  if (tab !== FIRST_VIEW.tab) parts.set('tab', tab);
  return `#${parts}`;
}

/** Undefined where it names no panel; what is missing or no place is as on a first visit. */
export function readPlace(hash: string): Place | undefined {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const panel = parts.get('panel') ?? '';
  if (!isLeft(panel) && !isRight(panel)) return undefined;
  const other = parts.get('beside') ?? '';
  const beside = isLeft(panel)
    ? isRight(other)
      ? other
      : FIRST_LAYOUT.right
    : isLeft(other)
      ? other
      : FIRST_LAYOUT.left;
  const role = parts.get('role') ?? undefined;
  const tab = parts.get('tab') ?? '';
  return {
    panel,
    beside,
    role: role && role.length <= LONGEST ? role : undefined,
    tab: isTab(tab) ? tab : FIRST_VIEW.tab,
  };
}

function isTab(tab: string): tab is PlanTab {
  return TABS.includes(tab);
}
