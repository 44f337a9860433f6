import { type CommandName, command } from './commands';

/** `mod` is ⌘ on a Mac and Ctrl elsewhere. */
export interface Shortcut {
  /** One chord, or two keys one after the other (`g p`). */
  keys: string;
  command: CommandName;
  label: string;
  group: 'Panels' | 'Desired roles' | 'Plan' | 'Page';
}

/** Drives both the handler and the list that `?` opens. */
export const SHORTCUTS: Shortcut[] = [
  { keys: 'alt+1', command: 'panel:desired', label: 'Desired', group: 'Panels' },
  { keys: 'alt+2', command: 'panel:catalog', label: 'Catalog', group: 'Panels' },
  { keys: 'alt+3', command: 'panel:plan', label: 'Plan', group: 'Panels' },
  { keys: 'alt+4', command: 'panel:whatif', label: 'What if', group: 'Panels' },
  { keys: 'alt+5', command: 'panel:graph', label: 'Graph', group: 'Panels' },
  { keys: 'g d', command: 'panel:desired', label: 'Go to Desired', group: 'Panels' },
  { keys: 'g c', command: 'panel:catalog', label: 'Go to Catalog', group: 'Panels' },
  { keys: 'g p', command: 'panel:plan', label: 'Go to Plan', group: 'Panels' },
  { keys: 'g w', command: 'panel:whatif', label: 'Go to What if', group: 'Panels' },
  { keys: 'g r', command: 'panel:graph', label: 'Go to Graph', group: 'Panels' },
  { keys: 'mod+z', command: 'undo', label: 'Undo the last change', group: 'Desired roles' },
  { keys: 'mod+shift+z', command: 'redo', label: 'Redo', group: 'Desired roles' },
  { keys: 'mod+y', command: 'redo', label: 'Redo', group: 'Desired roles' },
  { keys: 'v g', command: 'view:grid', label: 'View as grid', group: 'Desired roles' },
  { keys: 'v y', command: 'view:yaml', label: 'View as YAML', group: 'Desired roles' },
  { keys: 'v c', command: 'view:csv', label: 'View as CSV', group: 'Desired roles' },
  { keys: 'mod+enter', command: 'copy-sql', label: 'Copy the SQL of the selected role', group: 'Plan' },
  { keys: 'alt+arrowdown', command: 'next-role', label: 'Next role', group: 'Plan' },
  { keys: 'alt+arrowup', command: 'previous-role', label: 'Previous role', group: 'Plan' },
  { keys: 'f r', command: 'filter-revokes', label: 'Only the statements that revoke, or all', group: 'Plan' },
  { keys: '/', command: 'focus-filter', label: 'Filter the list at hand', group: 'Plan' },
  { keys: 'mod+shift+l', command: 'copy-link', label: 'Copy a link to these roles', group: 'Page' },
  { keys: 't', command: 'toggle-theme', label: 'Light or dark', group: 'Page' },
  { keys: '?', command: 'help', label: 'This list', group: 'Page' },
];

const CHORD_MS = 1200;
let first = '';
let firstAt = 0;

/** Returns what stops listening. Capturing, so that an editor or the browser does not undo by itself. */
export function listen(): () => void {
  addEventListener('keydown', handle, { capture: true });
  return () => removeEventListener('keydown', handle, { capture: true });
}

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const pressed = chord(event);
  const typing = isTyping(event);
  const before = event.timeStamp - firstAt < CHORD_MS ? `${first} ${pressed}` : pressed;
  const found =
    SHORTCUTS.find(({ keys }) => keys === before) ?? SHORTCUTS.find(({ keys }) => keys === pressed);
  first = pressed;
  firstAt = event.timeStamp;
  if (!found || (typing && !works(found, event))) return;
  // The list at hand is that of the plans; where they are not shown, the rows.
  if (command(found.command) || (found.command === 'focus-filter' && command('focus-rows'))) {
    event.preventDefault();
    event.stopPropagation();
    first = '';
  }
}

function chord(event: KeyboardEvent): string {
  const mod = isMac() ? event.metaKey : event.ctrlKey;
  // With Alt a Mac types another letter: the key that was pressed is what counts.
  const key = event.altKey && /^Digit\d$/.test(event.code) ? event.code.slice(5) : event.key.toLowerCase();
  const shift = event.shiftKey && key.length > 0 && (mod || event.altKey);
  return [mod && 'mod', event.altKey && 'alt', shift && 'shift', key].filter(Boolean).join('+');
}

function isTyping({ target }: KeyboardEvent): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable="true"]') !== null
  );
}

/** While something is typed only chords work, and undo only where it is the desired roles' text. */
function works({ keys, command }: Shortcut, { target }: KeyboardEvent): boolean {
  // Alt with an arrow is the editor's and the drop-down's own.
  if (!/^(mod|alt)\+/.test(keys) || keys.includes('arrow')) return false;
  if (command !== 'undo' && command !== 'redo') return true;
  return target instanceof HTMLElement && target.closest('[data-history="desired"]') !== null;
}

export function isMac(): boolean {
  return /mac|iphone|ipad/i.test(navigator.platform);
}

/** As keycaps: `Ctrl`, `Z`. */
export function keycaps(keys: string): string[] {
  const names: Record<string, string> = {
    mod: isMac() ? '⌘' : 'Ctrl',
    alt: isMac() ? '⌥' : 'Alt',
    shift: isMac() ? '⇧' : 'Shift',
    enter: '↵',
    arrowup: '↑',
    arrowdown: '↓',
  };
  return keys.split(/[+ ]/).map((key) => names[key] ?? key.toUpperCase());
}
