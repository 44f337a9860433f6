import type { Desired } from '../../planner/types';
import type { Derived, Revision } from '../protocol';
import { wasm } from './wasm';

/** A blank text is no fault: nothing is desired yet. */
export function read({ format, text }: Pick<Revision, 'format' | 'text'>): Desired {
  if (text.trim() === '') return { items: [], problems: [] };
  return format === 'yaml' ? wasm.readYaml(text) : wasm.readCsv(text);
}

/** The view that is looked at, unless the text itself is what it shows. */
export function derive({ format, text, view }: Revision, { items }: Desired): Derived | undefined {
  if (view === format) return undefined;
  const sound = items.map(({ item }) => item);
  if (view === 'yaml') return { view, text: wasm.writeYaml(sound) };
  if (view === 'csv') return { view, text: wasm.writeCsv(sound) };
  return { view, table: wasm.readTable(format === 'csv' ? text : wasm.writeCsv(sound)) };
}
