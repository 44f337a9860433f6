import { useEffect } from 'react';
import { csvRows, spreadsheetRows } from '../paste';
import { useTableActions } from './useTableActions';

/** Rows that are pasted where nothing takes text are roles. */
export function usePastedRows(disabled: boolean): void {
  const { append } = useTableActions();
  useEffect(() => {
    if (disabled) return;
    const paste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || isText(event.target)) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const rows = spreadsheetRows(text) ?? csvRows(text);
      if (!rows) return;
      event.preventDefault();
      append(rows);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, [disabled, append]);
}

function isText(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"]') !== null
  );
}
