import { Button, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { DataTable } from '../../ui/DataTable/DataTable';
import { useCursor } from '../../ui/DataTable/useCursor';
import { DropAnywhere } from '../../ui/DropAnywhere';
import { Empty } from '../../ui/Empty';
import { number } from '../../ui/format';
import { Skeleton } from '../../ui/Skeleton';
import { useResources } from '../api/queries';
import type { Counts } from '../api/types';
import { PageHead, Trouble } from '../shell/Shell';
import { AddResource } from './AddResource';
import { inventoryColumns } from './columns';
import { ImportDrawer } from './ImportDrawer';
import classes from './Inventory.module.css';
import { ResourceDrawer } from './ResourceDrawer';

const STEPS = [
  { setup: undefined, count: 'inventory', word: 'Inventory' },
  { setup: 'manage', count: 'manage', word: 'Manage' },
  { setup: 'provision', count: 'provision', word: 'Provision' },
  { setup: 'configured', count: 'configured', word: 'Configured' },
] as const;

/** Every resource, how far it is, and what comes next. */
export function InventoryPage() {
  const { q, setup, sort, resource } = useSearch({ from: '/inside/inventory' });
  const navigate = useNavigate({ from: '/inventory' });
  const { resources, counts, isPending, error } = useResources({ q, setup, sort });
  const [file, setFile] = useState<File>();
  const [adding, setAdding] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const cursor = useCursor();
  const open = (name?: string) => void navigate({ search: (now) => ({ ...now, resource: name }) });
  const go = (to: string, resource: string) => void navigate({ to, search: { resource } as never });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns do the same with each navigate
  const columns = useMemo(() => inventoryColumns(go, open), []);
  return (
    <div className={classes.page}>
      <DropAnywhere onFiles={([dropped]) => setFile(dropped)}>Drop a CSV file of resources</DropAnywhere>
      <PageHead title="Inventory">
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          className="rw-hidden"
          tabIndex={-1}
          aria-label="Inventory file"
          onChange={(event) => {
            setFile(event.currentTarget.files?.[0]);
            event.currentTarget.value = '';
          }}
        />
        <Button variant="default" onClick={() => setAdding(true)}>
          Add by hand
        </Button>
        <Button onClick={() => input.current?.click()}>Import CSV</Button>
      </PageHead>
      <Steps counts={counts} setup={setup} />
      <TextInput
        className={classes.search}
        aria-label="Search the inventory"
        placeholder="Search: name, host or port"
        value={q ?? ''}
        onChange={(event) => {
          const { value } = event.currentTarget;
          void navigate({ search: (now) => ({ ...now, q: value || undefined }), replace: true });
        }}
      />
      {error ? (
        <Trouble error={error} />
      ) : isPending ? (
        <Skeleton rows={8} what="the inventory" />
      ) : resources.length > 0 ? (
        <DataTable
          label="Resources"
          name="inventory"
          rows={resources}
          columns={columns}
          rowId={({ name }) => name}
          rowLabel={({ name }) => name}
          cursor={cursor}
          onOpen={({ name }) => open(name)}
          readOnly
        />
      ) : q || setup ? (
        <Empty title="No resource fits">
          <Button size="compact-sm" variant="default" onClick={() => void navigate({ search: {} })}>
            Clear
          </Button>
        </Empty>
      ) : (
        <Empty title="The inventory is empty">
          Drop a CSV file anywhere on this page, or import one: <code>name,type,host,port</code>.
        </Empty>
      )}
      {file && <ImportDrawer file={file} onClose={() => setFile(undefined)} />}
      {resource && <ResourceDrawer key={resource} name={resource} onClose={() => open()} />}
      {adding && <AddResource onClose={() => setAdding(false)} />}
    </div>
  );
}

/** The way that a resource goes; each step shows only those that stand there. */
function Steps({ counts, setup }: { counts?: Counts; setup?: string }) {
  const navigate = useNavigate({ from: '/inventory' });
  return (
    <ol className={classes.steps} aria-label="Setup">
      {STEPS.map((step) => (
        <li key={step.word}>
          <button
            type="button"
            aria-pressed={setup === step.setup}
            onClick={() => void navigate({ search: (now) => ({ ...now, setup: step.setup }) })}
          >
            <strong>{counts ? number(counts[step.count]) : '–'}</strong>
            <span>{step.word}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
