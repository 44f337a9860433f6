import { lazy, Suspense } from 'react';
import classes from './Editor.module.css';
import type { EditorProps } from './props';

const CodeMirror = lazy(() => import('./CodeMirror'));

/** A text editor, or without `onChange` a reader. It is loaded when first shown; its text is there at once. */
export function CodeEditor(props: EditorProps) {
  return (
    <Suspense fallback={<pre className={classes.waiting}>{props.value}</pre>}>
      <CodeMirror {...props} />
    </Suspense>
  );
}
