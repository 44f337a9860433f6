import { PostgreSQL, sql } from '@codemirror/lang-sql';
import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { look } from '../editor/look';
import classes from './WhatIf.module.css';

const colours = EditorView.theme({
  '.cm-changedLine': { backgroundColor: 'var(--rw-grants-soft)' },
  '.cm-deletedChunk': { backgroundColor: 'var(--rw-destructive-soft)' },
  '.cm-deletedLine, .cm-deletedLine del, .cm-changedLine ins': { textDecoration: 'none' },
  '.cm-deletedLine': { color: 'var(--rw-destructive)' },
  '.cm-collapsedLines': { background: 'var(--rw-raised)', color: 'var(--rw-info)' },
});

/** Two texts as one, with what goes and what comes; to read only. */
export default function SqlDiff({ a, b }: { a: string; b: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!box.current) return;
    const view = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: b,
        extensions: [
          lineNumbers(),
          sql({ dialect: PostgreSQL }),
          look,
          colours,
          EditorView.lineWrapping,
          EditorState.readOnly.of(true),
          EditorView.editable.of(false),
          EditorView.contentAttributes.of({ 'aria-label': 'SQL from A to B, read only', tabindex: '0' }),
          unifiedMergeView({
            original: a,
            syntaxHighlightDeletions: false,
            mergeControls: false,
            highlightChanges: false,
            collapseUnchanged: { margin: 2, minSize: 6 },
            diffConfig: { scanLimit: 1000, timeout: 500 },
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, [a, b]);
  return <div ref={box} className={classes.diff} data-testid="sql-diff" />;
}
