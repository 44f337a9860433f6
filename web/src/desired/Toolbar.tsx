import { SegmentedControl } from '@mantine/core';
import { memo, useRef } from 'react';
import { useUi } from '../ui/context';
import { Icon } from '../ui/Icon';
import { IconButton } from '../ui/IconButton';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { useOpenFiles } from '../workspace/openFiles';
import classes from './Desired.module.css';
import { save } from './save';

export const Toolbar = memo(function Toolbar() {
  const workspace = useWorkspace();
  const { desired } = workspace;
  const { notices } = useUi();
  const openFiles = useOpenFiles();
  const view = useStore(workspace.view, (now) => now);
  const { undoable, redoable } = useStore(desired, ({ history }) => ({
    undoable: history.past.length > 0,
    redoable: history.future.length > 0,
  }));
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className={classes.toolbar} role="toolbar" aria-label="Desired roles">
      <SegmentedControl
        size="xs"
        aria-label="View"
        transitionDuration={0}
        data={[
          { value: 'grid', label: 'Grid' },
          { value: 'yaml', label: 'YAML' },
          { value: 'csv', label: 'CSV' },
        ]}
        value={view}
        onChange={workspace.view.set}
      />
      <span className={classes.space} />
      <IconButton label="Undo" disabled={!undoable} onClick={desired.undo}>
        <Icon name="undo" />
      </IconButton>
      <IconButton label="Redo" disabled={!redoable} onClick={desired.redo}>
        <Icon name="redo" />
      </IconButton>
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.csv,.tsv,.txt,.gz"
        className="rw-hidden"
        tabIndex={-1}
        aria-label="A file of roles"
        onChange={(event) => {
          openFiles(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <IconButton label="Open plan.yaml or roles.csv" onClick={() => input.current?.click()}>
        <Icon name="open" />
      </IconButton>
      <IconButton
        label={view === 'csv' ? 'Download roles.csv' : 'Download plan.yaml'}
        onClick={() => void save(view, workspace, notices)}
      >
        <Icon name="download" />
      </IconButton>
    </div>
  );
});
