import { yaml, yamlLanguage } from '@codemirror/lang-yaml';
import { EditorView } from '@codemirror/view';
import { useEffect, useMemo, useRef, useState } from 'react';
import CodeMirror from './CodeMirror';
import type { MarkedEditorProps } from './MarkedEditor';
import type { Mark } from './props';
import { completeYaml } from './yaml/complete';
import { marks } from './yaml/marks';

export default function MarkedMirror({ problems, names, goTo, onView, ...props }: MarkedEditorProps) {
  const latest = useRef(names);
  latest.current = names;
  const [view, setView] = useState<EditorView>();
  const [placed, setPlaced] = useState<Mark[]>([]);
  const { language, extensions: more } = props;
  const extensions = useMemo(() => {
    if (language === 'csv') return more ?? [];
    const autocomplete = completeYaml((resource) => latest.current?.(resource));
    return [more ?? [], yaml(), yamlLanguage.data.of({ autocomplete })];
  }, [language, more]);

  useEffect(() => {
    setPlaced((before) =>
      view && problems?.length ? marks(view.state, problems) : before.length > 0 ? [] : before,
    );
  }, [view, problems]);

  useEffect(() => {
    const place = view && goTo && marks(view.state, [goTo.problem])[0];
    if (!place) return;
    view.dispatch({
      selection: { anchor: place.from },
      effects: EditorView.scrollIntoView(place.from, { y: 'center' }),
    });
    view.focus();
  }, [view, goTo]);

  return (
    <CodeMirror
      {...props}
      language={undefined}
      extensions={extensions}
      problems={placed}
      onView={(created) => {
        setView(created);
        onView?.(created);
      }}
    />
  );
}
