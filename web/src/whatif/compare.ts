import { scopeName, short } from '../plan/matrixWords';
import type { DesiredItem, Matrix, MatrixRow, StepRecord } from '../planner/types';
import type { Pair, Side, Wanted } from './side';

/** What two plans have in common, by database and statement. */
export interface Difference {
  onlyA: StepRecord[];
  onlyB: StepRecord[];
  both: StepRecord[];
}

/** The roles of two lists, those of the second in its order, then those that are only in the first. */
export function pairs(
  a: DesiredItem[],
  b: DesiredItem[],
  wantedA: (item: DesiredItem) => Wanted,
  wantedB: (item: DesiredItem) => Wanted,
): Pair[] {
  const byName = new Map<string, Pair>();
  const at = (found: DesiredItem) => {
    const { resource_name, role } = found.item;
    const pair = byName.get(found.role_name) ?? {
      roleName: found.role_name,
      role: `${resource_name}/${role}`,
    };
    byName.set(found.role_name, pair);
    return pair;
  };
  for (const item of b) at(item).b = wantedB(item);
  for (const item of a) at(item).a = wantedA(item);
  return [...byName.values()];
}

function stepsOf(side: Side): StepRecord[] {
  return side.state === 'planned' ? (side.answer.details?.steps ?? []) : [];
}

export function difference(a: Side, b: Side): Difference {
  const inA = new Map<string, number>();
  for (const step of stepsOf(a)) inA.set(name(step), (inA.get(name(step)) ?? 0) + 1);
  const both: StepRecord[] = [];
  const onlyB: StepRecord[] = [];
  for (const step of stepsOf(b)) {
    const left = inA.get(name(step)) ?? 0;
    (left > 0 ? both : onlyB).push(step);
    if (left > 0) inA.set(name(step), left - 1);
  }
  const onlyA = stepsOf(a).filter((step) => {
    const left = inA.get(name(step)) ?? 0;
    if (left > 0) inA.set(name(step), left - 1);
    return left > 0;
  });
  return { onlyA, onlyB, both };
}

function name({ database, sql }: StepRecord): string {
  return `${database ?? ''}\n${sql}`;
}

export function sqlOf(side: Side): string {
  return side.state === 'planned' ? side.answer.sql : '';
}

/** Whether the plans are different: their text, or that there is one. */
export function differs(a: Side, b: Side): boolean {
  return a.state !== b.state || sqlOf(a) !== sqlOf(b) || failed(a) !== failed(b);
}

function failed(side: Side): boolean {
  return side.state === 'planned' && side.answer.failure !== undefined;
}

/** What the role holds once each plan is applied, where that is not the same. */
export interface Outcome {
  scope: string;
  privilege: string;
  a: string;
  b: string;
}

export function outcomes(a: Side, b: Side): Outcome[] {
  const [inA, inB] = [holdings(a), holdings(b)];
  const result: Outcome[] = [];
  for (const key of new Set([...inA.keys(), ...inB.keys()])) {
    const [scope = '', privilege = ''] = key.split('\n');
    const [heldA, heldB] = [inA.get(key) ?? '–', inB.get(key) ?? '–'];
    if (heldA !== heldB) result.push({ scope, privilege, a: heldA, b: heldB });
  }
  return result;
}

function holdings(side: Side): Map<string, string> {
  const matrix: Matrix | undefined = side.state === 'planned' ? side.answer.details?.matrix : undefined;
  const result = new Map<string, string>();
  for (const row of matrix?.rows ?? []) {
    matrix?.privileges.forEach((privilege, i) => {
      const held = heldAfter(row, i);
      if (held) result.set(`${scopeName(row).replaceAll('\n', ' ')}\n${privilege}`, held);
    });
  }
  return result;
}

function heldAfter(row: MatrixRow, column: number): string | undefined {
  const cell = row.cells[column];
  return cell && cell.after.direct > 0 ? short(cell.after) : undefined;
}
