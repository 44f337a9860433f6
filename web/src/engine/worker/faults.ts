import type { Item, PlanFailure, Problem } from '../../planner/types';

/** The planner gave up: its memory is in no known state, and it must be started again. */
export class Trap extends Error {}

/** What the planner threw on purpose is data; anything else is a trap. */
export function asFault(thrown: unknown): PlanFailure | Problem {
  if (typeof thrown === 'object' && thrown !== null) {
    if ('notes' in thrown) return thrown as PlanFailure;
    if ('message' in thrown && !(thrown instanceof Error)) return thrown as Problem;
  }
  throw new Trap(thrown instanceof Error ? thrown.message : String(thrown));
}

export function asProblem(thrown: unknown): Problem {
  const fault = asFault(thrown);
  return 'notes' in fault ? { message: fault.notes.map((note) => note.message).join('\n') } : fault;
}

/** An item that is no role is, for its reader, a role that has no plan. */
export function asFailure(thrown: unknown, item: Item, roleName: string): PlanFailure {
  const fault = asFault(thrown);
  if ('notes' in fault) return fault;
  const role = `${item.resource_name}/${item.role}`;
  const note = {
    code: 'invalid-item',
    severity: 'error',
    subject: role,
    message: fault.message,
    help: '',
  } as const;
  return { role, role_name: roleName, notes: [note] };
}
