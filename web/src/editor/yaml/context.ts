import { syntaxTree } from '@codemirror/language';
import type { EditorState } from '@codemirror/state';
import type { SyntaxNode } from '@lezer/common';

/** The items of plan.yaml, as the syntax tree has them: block or flow mappings in the sequence `items`. */
export function items(state: EditorState): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  syntaxTree(state).iterate({
    enter: ({ node, name }) => {
      if (name === 'Item') {
        found.push(node);
        return false;
      }
      return true;
    },
  });
  return found;
}

export interface Entry {
  key: string;
  keyFrom: number;
  keyTo: number;
  from: number;
  to: number;
}

/** The keys of an item with the stretch that each takes. */
export function entries(state: EditorState, item: SyntaxNode): Entry[] {
  const mapping = item.getChild('BlockMapping') ?? item.getChild('FlowMapping');
  return (mapping?.getChildren('Pair') ?? []).flatMap((pair) => {
    const key = pair.getChild('Key');
    if (!key) return [];
    const text = state.sliceDoc(key.from, key.to).replace(/^["']|["']$/g, '');
    return [{ key: text, keyFrom: key.from, keyTo: key.to, from: pair.from, to: pair.to }];
  });
}

export function itemAt(state: EditorState, position: number): SyntaxNode | undefined {
  return items(state).findLast((item) => item.from <= position);
}

/** The scalar that a key of the item has. */
export function scalarOf(state: EditorState, item: SyntaxNode, key: string): string | undefined {
  const entry = entries(state, item).find((one) => one.key === key);
  if (!entry) return undefined;
  const text = state.sliceDoc(entry.keyTo, entry.to).replace(/^\s*:\s*/, '');
  return text
    .replace(/\s+#.*$/, '')
    .trim()
    .replace(/^["']|["']$/g, '');
}
