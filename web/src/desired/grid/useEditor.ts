import { type FocusEvent, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import type { EditorProps, Leave } from './editing';

/** What editors of all kinds do: they take the focus, and are left by keys and by a click elsewhere. */
export function useEditor({ onLeave }: Pick<EditorProps, 'onLeave'>) {
  const input = useRef<HTMLInputElement>(null);
  const [below, setBelow] = useState(0);

  useLayoutEffect(() => {
    const element = input.current;
    element?.focus({ preventScroll: true });
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);

  // What is offered opens under the faults of the row: it must not cover why a cell is at fault.
  useLayoutEffect(() => {
    const cell = input.current?.closest('td');
    const faults = cell?.closest('tr')?.querySelector('[aria-colspan]');
    const bottom = (faults ?? cell)?.getBoundingClientRect().bottom ?? 0;
    setBelow(Math.round(bottom - (cell?.getBoundingClientRect().bottom ?? 0)));
  });

  const leave = (how: Leave) => {
    // First the focus: what is typed and not yet a value becomes one when it goes.
    input.current?.closest('td')?.focus({ preventScroll: true });
    onLeave(how);
  };
  return {
    input,
    dropdown: {
      transitionProps: { duration: 0 },
      width: 'max-content' as const,
      position: 'bottom-start' as const,
      offset: below + 4,
    },
    around: {
      onKeyDown(event: KeyboardEvent) {
        if (event.defaultPrevented || event.nativeEvent.isComposing) return;
        const how = KEYS[event.shiftKey ? `Shift+${event.key}` : event.key];
        if (!how || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        leave(how);
      },
      onBlur(event: FocusEvent<HTMLElement>) {
        const gone = !event.currentTarget.closest('td')?.contains(event.relatedTarget);
        // A window that is left is come back to.
        if (gone && document.hasFocus()) onLeave('away');
      },
    },
  };
}

const KEYS: Partial<Record<string, Leave>> = {
  Enter: 'down',
  Tab: 'next',
  'Shift+Tab': 'previous',
  Escape: 'cancel',
};
