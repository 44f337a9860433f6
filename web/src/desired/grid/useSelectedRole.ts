import { type RefObject, useCallback, useEffect, useRef } from 'react';
import { useStore } from '../../ui/useStore';
import { useWorkspace } from '../../workspace/context';
import type { GridRow } from './useGridRows';

/** The plan follows the row that is worked in. Gives the one that is shown, and what follows a focus. */
export function useSelectedRole(section: RefObject<HTMLElement | null>, at: GridRow | undefined) {
  const { planning } = useWorkspace();
  const latest = useRef(at);
  latest.current = at;
  const follow = useCallback(() => {
    const name = latest.current?.facts.roleName;
    const cell = document.activeElement?.closest('[data-place]');
    if (name === undefined || !cell || !section.current?.contains(cell)) return;
    if (planning.get().selection?.roleName !== name) planning.select(name);
  }, [planning, section]);
  const key = `${at?.index} ${at?.facts.roleName !== undefined}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a name that is being typed asks for no other plan
  useEffect(follow, [key, follow]);
  return { selected: useStore(planning, (now) => now.selected?.roleName), follow };
}
