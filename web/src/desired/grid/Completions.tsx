import { memo, useMemo } from 'react';
import type { Table } from '../../planner/types';
import { useStore } from '../../ui/useStore';
import { useWorkspace } from '../../workspace/context';

/** More would make the browser's list of them slow, and nobody reads it. */
const MOST = 2000;

/** What the browser offers in text cells: one list for all rows. */
export const Completions = memo(({ table }: { table?: Table }) => {
  const { names, loaded } = useStore(useWorkspace().snapshots, ({ names, loaded }) => ({ names, loaded }));
  const roles = useMemo(
    () => [...new Set(loaded.flatMap(({ id }) => names[id]?.roles ?? []))].sort().slice(0, MOST),
    [names, loaded],
  );
  const column = table?.columns.indexOf('resource_name') ?? -1;
  const written = new Set(table?.rows.map(({ cells }) => cells[column] ?? ''));
  for (const { resource } of loaded) if (resource) written.add(resource);
  const resources = [...written].filter(Boolean).sort().slice(0, MOST).join('\n');
  return (
    <>
      <Options id="grid-resources" lines={resources} />
      <Options id="grid-roles" lines={roles.join('\n')} />
    </>
  );
});

const Options = memo(({ id, lines }: { id: string; lines: string }) => (
  <datalist id={id}>
    {lines.split('\n').map((line) => (
      <option key={line} value={line} />
    ))}
  </datalist>
));
