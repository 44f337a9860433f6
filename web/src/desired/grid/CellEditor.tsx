import { useNames, useSnapshots } from '../../workspace/hooks';
import { type Column, keyOf, LABELS } from '../columns';
import type { Editing, EditorProps, Leave } from './editing';
import { faultId } from './Faults';
import { valuesOf } from './gridColumns';
import { ListEditor } from './ListEditor';
import { privilegesFor, resourcesFor, rolesFor, scopesFor } from './options';
import type { GridRow } from './useGridRows';
import { WordEditor } from './WordEditor';

interface Props {
  row: GridRow;
  editing: Editing;
  waiting: boolean;
  /** All of them: what stands in one may be wanted in another. */
  rows: readonly GridRow[];
  onChange(value: string): void;
  onLeave(how: Leave): void;
}

export function CellEditor({ row, editing, waiting, rows, onChange, onLeave }: Props) {
  const namesOf = useNames();
  const snapshots = useSnapshots();
  const { column } = editing;
  const key = keyOf(column);
  const names = () => namesOf(row.values.resource_name);
  const options: Partial<Record<Column, () => string[]>> = {
    resource_name: () =>
      resourcesFor([
        ...rows.map(({ values }) => values.resource_name),
        ...snapshots.map(({ resource }) => resource ?? ''),
      ]),
    scopes: () => scopesFor(names()),
    permissions: () => privilegesFor(names()),
    source_role: () => rolesFor(names()),
  };
  const faulty = row.facts.faults[column] !== undefined;
  const props: EditorProps = {
    label: `${LABELS[column]} of role ${row.index + 1}`,
    value: row.values[column],
    typed: editing.typed,
    waiting,
    invalid: faulty,
    describedBy: faulty ? faultId(row.index, column) : undefined,
    placeholder: key.empty,
    options: options[column] ?? (() => [...key.words]),
    onChange,
    onLeave,
  };
  if (key.list) return <ListEditor {...props} split={(value) => valuesOf(column, value)} />;
  return <WordEditor {...props} />;
}
