import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Actions } from '../../ui/Actions';
import { useUi } from '../../ui/context';
import { Drawer } from '../../ui/Drawer';
import { count } from '../../ui/format';
import { Skeleton } from '../../ui/Skeleton';
import { Tag, type Words } from '../../ui/Tag';
import { useStore } from '../../ui/useStore';
import { useApi } from '../api/context';
import { useDoing } from '../api/queries';
import type { RowOut } from '../api/types';
import { Trouble } from '../shell/Shell';
import classes from './Inventory.module.css';

const STATUS: Record<string, Words> = {
  new: { word: 'new', icon: 'plus', tone: 'grants' },
  updated: { word: 'updated', icon: 'delta', tone: 'pending' },
  unchanged: { word: 'unchanged', icon: 'check', tone: 'muted' },
  duplicate: { word: 'duplicate', icon: 'duplicate', tone: 'muted' },
  skipped: { word: 'left out', icon: 'minus', tone: 'muted' },
  invalid: { word: 'invalid', icon: 'cross', tone: 'destructive' },
  conflict: { word: 'conflict', icon: 'warning', tone: 'destructive' },
};

/** What a file would change, row by row, before anything is stored. */
export function ImportDrawer({ file, onClose }: { file: File; onClose(): void }) {
  const { call, me } = useApi();
  const { notices } = useUi();
  const isAdmin = useStore(me, (now) => now?.access === 'admin');
  const [near, setNear] = useState(false);
  const [skip, setSkip] = useState<number[]>([]);
  const store = useDoing('POST /api/v1/resources/import');
  const preview = useQuery({
    queryKey: ['import', file.name, file.lastModified, near, skip],
    queryFn: async () => {
      const csv = await file.text();
      const how = { csv, dry_run: true, allow_near: near, skip };
      return { csv, ...(await call('POST /api/v1/resources/import', { body: how })) };
    },
    placeholderData: (before) => before,
    retry: false,
  });
  const rows = preview.data?.rows ?? [];
  const taken = rows.filter(({ status }) => status === 'new' || status === 'updated').length;
  const save = () =>
    store.mutate(
      { body: { csv: preview.data?.csv ?? '', dry_run: false, allow_near: near, skip } },
      {
        onSuccess: ({ stored }) => {
          notices.notify({ tone: 'info', title: `${count(stored, 'resource')} imported` });
          onClose();
        },
      },
    );
  return (
    <Drawer title={`Import ${file.name}`} opened onClose={onClose}>
      <div className={classes.drawer}>
        {preview.error ? (
          <Trouble error={preview.error} />
        ) : preview.isPending ? (
          <Skeleton what="the rows" />
        ) : (
          <>
            <ul className={classes.rows} aria-label="Rows of the file">
              {rows.map((row) => (
                <ImportRow
                  key={row.line}
                  row={row}
                  onSkip={(skipped) =>
                    setSkip((now) => (skipped ? [...now, row.line] : now.filter((line) => line !== row.line)))
                  }
                />
              ))}
            </ul>
            {isAdmin && (
              <Checkbox
                size="xs"
                label="Allow addresses of the hub's own machine or network"
                checked={near}
                onChange={(event) => setNear(event.currentTarget.checked)}
              />
            )}
            <Actions>
              <Button disabled={taken === 0} loading={store.isPending} onClick={save}>
                Import {taken}
              </Button>
              <Button variant="default" onClick={onClose}>
                Cancel
              </Button>
            </Actions>
          </>
        )}
      </div>
    </Drawer>
  );
}

function ImportRow({ row, onSkip }: { row: RowOut; onSkip(skipped: boolean): void }) {
  const { line, name, status, message, changes } = row;
  const can = status === 'new' || status === 'updated' || status === 'skipped';
  return (
    <li>
      <div className={classes.row}>
        <span className={classes.quiet}>line {line}</span>
        <strong>{name || '(no name)'}</strong>
        <Tag words={STATUS[status] ?? { word: status, icon: 'info', tone: 'muted' }} />
        {can && (
          <Checkbox
            size="xs"
            label="leave out"
            checked={status === 'skipped'}
            onChange={(event) => onSkip(event.currentTarget.checked)}
          />
        )}
      </div>
      {message && <p className={classes.why}>{message}</p>}
      {changes.map(({ field, old, new: now }) => (
        <p key={field} className={classes.change}>
          {field}: <del>{old}</del> → <ins>{now}</ins>
        </p>
      ))}
    </li>
  );
}
