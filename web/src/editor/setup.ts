import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from '@codemirror/commands';
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
  rectangularSelection,
} from '@codemirror/view';
import { look } from './look';
import type { EditorProps } from './props';

/** Tab takes a completion or indents; Escape first, then Tab, leaves the editor. */
const tab = {
  key: 'Tab',
  run: (view: EditorView) => acceptCompletion(view) || indentMore(view),
  shift: indentLess,
};

export function setup({ label, onChange, placeholder: hint, history: pages }: EditorProps): Extension {
  return [
    look,
    lineNumbers(),
    highlightSpecialChars(),
    drawSelection(),
    EditorView.lineWrapping,
    // Said also where it can be edited: not everything that reads a page knows that this takes the focus.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    hint ? placeholder(hint) : [],
    onChange ? editing(pages !== undefined) : reading,
    keymap.of([...searchKeymap, ...lintKeymap, ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter')]),
  ];
}

const reading: Extension = [EditorState.readOnly.of(true), EditorView.editable.of(false)];

function editing(undoneByPage: boolean): Extension {
  return [
    undoneByPage ? [] : [history(), keymap.of(historyKeymap)],
    highlightActiveLine(),
    rectangularSelection(),
    bracketMatching(),
    closeBrackets(),
    indentOnInput(),
    indentUnit.of('  '),
    autocompletion({ icons: false, activateOnTypingDelay: 50 }),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, tab]),
  ];
}
