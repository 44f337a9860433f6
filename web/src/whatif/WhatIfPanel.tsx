import '../ui/choices';
import { Radio } from '@mantine/core';
import { createStore } from '../base/store';
import { part } from '../engine/part';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { Clusters } from './Clusters';
import { Edits } from './Edits';
import classes from './WhatIf.module.css';

const MODES = {
  edits: 'Two desired states',
  clusters: 'Two snapshots',
} as const;
type Mode = keyof typeof MODES;

const modeOf = part(() => createStore<Mode>('edits'));

/** What would be different: after an edit, or on another cluster. */
export default function WhatIfPanel() {
  const modes = modeOf(useWorkspace());
  const mode = useStore(modes, (now) => now);
  return (
    <div className={classes.whatif}>
      <Radio.Group label="Compare the plans of" value={mode} onChange={(value) => modes.set(value as Mode)}>
        <div className={classes.modes}>
          {(Object.keys(MODES) as Mode[]).map((key) => (
            <Radio key={key} size="xs" value={key} label={MODES[key]} />
          ))}
        </div>
      </Radio.Group>
      {mode === 'edits' ? <Edits /> : <Clusters />}
    </div>
  );
}
