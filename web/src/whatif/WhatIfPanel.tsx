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
      <fieldset className={classes.modes}>
        <legend>Compare the plans of</legend>
        {(Object.keys(MODES) as Mode[]).map((key) => (
          <label key={key}>
            <input type="radio" name="what-if" checked={mode === key} onChange={() => modes.set(key)} />
            {MODES[key]}
          </label>
        ))}
      </fieldset>
      {mode === 'edits' ? <Edits /> : <Clusters />}
    </div>
  );
}
