import { type Diagnostic, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import classes from './Editor.module.css';
import { grammar } from './language';
import type { EditorProps } from './props';
import { setup } from './setup';
import { fromOutside, sync } from './sync';

/** The editor itself. Label, language and extensions are read once; text, problems and callbacks follow. */
export default function CodeMirror(props: EditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef(props);
  latest.current = props;
  const editable = props.onChange !== undefined;
  const [waitingOf] = useState(() => new Compartment());

  useEffect(() => {
    const { value, language, waiting = false, extensions = [], onView } = latest.current;
    const grammarOf = new Compartment();
    const created = new EditorView({
      parent: host.current ?? undefined,
      dispatchTransactions(transactions, view) {
        const [last] = transactions.slice(-1);
        const typed = transactions.some((one) => one.docChanged && !one.annotation(fromOutside));
        // Told first: what follows from the text is worked out while the editor draws it.
        if (typed && last) latest.current.onChange?.(last.newDoc.toString());
        view.update(transactions);
      },
      state: EditorState.create({
        doc: value,
        extensions: [
          setup({ ...latest.current, onChange: editable ? latest.current.onChange : undefined }),
          extensions,
          grammarOf.of([]),
          waitingOf.of(EditorState.readOnly.of(waiting)),
          EditorView.domEventHandlers({
            beforeinput: (event) => undoByMenu(event, latest.current),
            paste: (event, into) => pasteLines(event, into, latest.current),
          }),
        ],
      }),
    });
    view.current = created;
    onView?.(created);
    grammar(language).then(
      (loaded) => {
        if (view.current === created) created.dispatch({ effects: grammarOf.reconfigure(loaded) });
      },
      // Without its colours the text is still a text.
      () => {},
    );
    return () => {
      view.current = null;
      onView?.(undefined);
      created.destroy();
    };
  }, [editable, waitingOf]);

  const { value, problems, waiting = false } = props;
  useEffect(() => {
    if (view.current) sync(view.current, value);
  }, [value]);

  useEffect(() => {
    if (!view.current || !editable || view.current.state.readOnly === waiting) return;
    view.current.dispatch({ effects: waitingOf.reconfigure(EditorState.readOnly.of(waiting)) });
  }, [waiting, editable, waitingOf]);

  useEffect(() => {
    if (!view.current) return;
    const end = view.current.state.doc.length;
    const diagnostics = (problems ?? []).map(
      ({ from, to, message }): Diagnostic => ({
        from: Math.min(from, end),
        to: Math.min(to, end),
        severity: 'error',
        message,
      }),
    );
    view.current.dispatch(setDiagnostics(view.current.state, diagnostics));
  }, [problems]);

  return (
    <div
      ref={host}
      className={classes.editor}
      data-readonly={editable ? undefined : true}
      data-history={props.history ? 'desired' : undefined}
    />
  );
}

/** The browser's own menu asks for undo this way. */
function undoByMenu(event: InputEvent, props: EditorProps): boolean {
  if (!props.history || !event.inputType.startsWith('history')) return false;
  event.preventDefault();
  if (event.inputType === 'historyUndo') props.history.undo();
  else props.history.redo();
  return true;
}

function pasteLines(event: ClipboardEvent, view: EditorView, props: EditorProps): boolean {
  if (view.state.readOnly) return false;
  const blank = view.state.doc.toString().trim() === '';
  const lines = props.onPaste?.(event.clipboardData?.getData('text/plain') ?? '', blank);
  if (lines === undefined) return false;
  event.preventDefault();
  const { from, to } = blank ? { from: 0, to: view.state.doc.length } : view.state.selection.main;
  const insert = from > view.state.doc.lineAt(from).from && !blank ? `\n${lines}` : lines;
  view.dispatch({ changes: { from, to, insert }, selection: { anchor: from + insert.length } });
  return true;
}
