import { SegmentedControl } from '@mantine/core';
import { useRef } from 'react';
import { useStore } from '../base/store';
import { desiredStore, redo, undo } from '../engine/desired';
import { Glyph } from '../playground/Glyph';
import { showView, uiStore } from '../playground/layout';
import { Icon } from '../ui/Icon';
import { IconButton } from '../ui/IconButton';
import { openFiles } from '../workspace/openFiles';
import classes from './Desired.module.css';
import { save } from './save';

export function Toolbar() {
  const view = useStore(uiStore, (ui) => ui.view);
  const { undoable, redoable } = useStore(desiredStore, ({ history }) => ({
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
        onChange={showView}
      />
      <span className={classes.space} />
      <IconButton label="Undo" disabled={!undoable} onClick={undo}>
        <Glyph name="undo" />
      </IconButton>
      <IconButton label="Redo" disabled={!redoable} onClick={redo}>
        <Glyph name="redo" />
      </IconButton>
      <input
        ref={input}
        type="file"
        accept=".yaml,.yml,.csv,.tsv"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="A file of roles"
        onChange={(event) => {
          void openFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      <IconButton label="Open plan.yaml or roles.csv" onClick={() => input.current?.click()}>
        <Glyph name="open" />
      </IconButton>
      <IconButton
        label={view === 'csv' ? 'Download roles.csv' : 'Download plan.yaml'}
        onClick={() => void save(view)}
      >
        <Icon name="download" />
      </IconButton>
    </div>
  );
}
