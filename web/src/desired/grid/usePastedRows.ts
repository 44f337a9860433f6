import { useEffect } from 'react';
import { useUi } from '../../ui/context';
import { useWorkspace } from '../../workspace/context';
import { asTable, csvRows, spreadsheetRows } from '../paste';
import { cellsOf } from './cells';
import { appendRows } from './table';

/** Rows pasted into a cell of the grid, or where nothing takes text, are roles. */
export function usePastedRows(disabled: boolean): void {
  const cells = cellsOf(useWorkspace());
  const { notices } = useUi();
  useEffect(() => {
    if (disabled) return;
    const paste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || !isOurs(event.target)) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      const rows = spreadsheetRows(text) ?? csvRows(text);
      if (!rows) return;
      event.preventDefault();
      const pasted = asTable(rows);
      if (cells.edit(notices, 'step', (now) => appendRows(now, pasted.columns, pasted.rows))) return;
      notices.notify({
        tone: 'info',
        title: 'The rows were not pasted',
        text: 'The roles that are here are still being read. Paste again in a moment.',
      });
    };
    addEventListener('paste', paste, { capture: true });
    return () => removeEventListener('paste', paste, { capture: true });
  }, [disabled, cells, notices]);
}

function isOurs(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest('[data-history="desired"]')) return true;
  return target.closest('input, textarea, select, [contenteditable="true"]') === null;
}
