import type { Command, Commands } from './commands';

const CHORD_MS = 1200;

/** Returns what stops listening. Capturing, so that an editor or the browser does not undo by itself. */
export function listen(commands: Commands): () => void {
  let first = '';
  let firstAt = 0;

  const handle = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const pressed = chord(event);
    const both = event.timeStamp - firstAt < CHORD_MS ? `${first} ${pressed}` : pressed;
    const keys = [both, pressed].find((one) => commandOf(commands, one));
    const command = keys && commandOf(commands, keys);
    first = pressed;
    firstAt = event.timeStamp;
    if (!command || (isTyping(event) && !works(command, keys, event))) return;
    if (commands.run(command.name)) {
      event.preventDefault();
      event.stopPropagation();
      first = '';
    }
  };

  addEventListener('keydown', handle, { capture: true });
  return () => removeEventListener('keydown', handle, { capture: true });
}

function commandOf(commands: Commands, keys: string): Command | undefined {
  return commands.get().find((command) => command.keys?.includes(keys));
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
    // A letter in a cell of a grid begins to write in it.
    target.closest('input, textarea, select, [contenteditable="true"], [role="grid"]') !== null
  );
}

/** While something is typed only chords work. */
function works({ within }: Command, keys: string, { target }: KeyboardEvent): boolean {
  // Alt with an arrow is the editor's and the drop-down's own.
  if (!/^(mod|alt)\+/.test(keys) || keys.includes('arrow')) return false;
  return within === undefined || (target instanceof HTMLElement && target.closest(within) !== null);
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
