import { yaml } from '@codemirror/lang-yaml';
import type { Extension } from '@codemirror/state';
import type { EditorProps } from './props';

/** SQL's grammar is larger than the editor: it is loaded when first needed. */
export async function grammar(language: EditorProps['language']): Promise<Extension> {
  if (language === 'yaml') return yaml();
  if (language === 'sql') {
    const { PostgreSQL, sql } = await import('@codemirror/lang-sql');
    return sql({ dialect: PostgreSQL });
  }
  return [];
}
