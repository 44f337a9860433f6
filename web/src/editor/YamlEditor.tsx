import { MarkedEditor, type MarkedEditorProps } from './MarkedEditor';

/** Edits plan.yaml: marks problems on the key at fault and completes from the snapshot. */
export function YamlEditor(props: Omit<MarkedEditorProps, 'language'>) {
  return <MarkedEditor {...props} language="yaml" />;
}
