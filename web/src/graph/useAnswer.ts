import { useEffect, useRef, useState } from 'react';
import type { Answers } from '../planner/types';
import { useWorkspace } from '../workspace/context';

export interface Asked {
  role: string;
  privilege: string;
  object: string;
  moment: 'before' | 'after';
}

export interface Told {
  of: Asked;
  /** The id of the plan that was asked about. */
  plan: string;
  answers?: Answers;
  problem?: string;
}

/** While the plan changes with every key, a question is asked again once it rests. */
const PAUSE = 300;

/** The answer to what was asked last; asked again by itself when the plan is another one. */
export function useAnswer(planOf: (roleName: string) => string) {
  const workspace = useWorkspace();
  const [told, setTold] = useState<Told>();
  const [asking, setAsking] = useState(false);
  const last = useRef(0);

  const ask = async (of: Asked) => {
    const turn = ++last.current;
    const plan = planOf(of.role);
    const { role, privilege, object, moment } = of;
    setAsking(true);
    const answer = await workspace
      .ask('explain', { role, privilege, object }, moment)
      .then((value) => ('message' in value ? { problem: value.message } : { answers: value }))
      .catch((error: unknown) => ({ problem: error instanceof Error ? error.message : String(error) }));
    if (turn !== last.current) return;
    setAsking(false);
    setTold({ of, plan, ...answer });
  };

  const plan = told && planOf(told.of.role);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another plan is a reason to ask again
  useEffect(() => {
    if (!told || plan === told.plan) return;
    const timer = setTimeout(() => void ask(told.of), PAUSE);
    return () => clearTimeout(timer);
  }, [plan]);

  return { told, asking, ask: (of: Asked) => void ask(of) };
}

export function sameQuestion(a: Asked, b: Asked): boolean {
  return a.role === b.role && a.privilege === b.privilege && a.object === b.object && a.moment === b.moment;
}
