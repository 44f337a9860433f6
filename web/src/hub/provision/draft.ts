import type { DesiredText } from '../../engine/desired';
import type { Workspace } from '../../engine/workspace';

const KEY = 'rolewright.hub.draft';

/** What was written in this browser and not thrown away. */
export function draftOf(): DesiredText | undefined {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? 'null');
    return isText(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps what is written, with each change. */
export function keepDraft(workspace: Workspace): void {
  workspace.desired.subscribe(() => {
    const { format, text } = workspace.desired.now();
    try {
      localStorage.setItem(KEY, JSON.stringify({ format, text }));
    } catch {
      // Without storage it is there as long as the page is.
    }
  });
}

function isText(value: unknown): value is DesiredText {
  if (typeof value !== 'object' || value === null) return false;
  const { format, text } = value as Partial<DesiredText>;
  return (format === 'yaml' || format === 'csv') && typeof text === 'string';
}
