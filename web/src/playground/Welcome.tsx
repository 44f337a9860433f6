import { Button } from '@mantine/core';
import { take } from '../catalog/ExampleList';
import { TITLED } from '../catalog/titles';
import { Actions } from '../ui/Actions';
import { useUi } from '../ui/context';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { focusPanel } from './focus';
import { layoutOf, show } from './layout';
import { ShownRoles } from './ShownRoles';
import { shownOf } from './shown';
import classes from './Welcome.module.css';

/** Nothing is written yet: what to do and, on a first visit, something to look at. */
export function Welcome() {
  const workspace = useWorkspace();
  const ui = useUi();
  const shown = shownOf(workspace);
  const isShown = useStore(shown, ({ open }) => open);
  const [{ path, title, text }] = TITLED;
  const begin = () => {
    shown.begin();
    focusPanel('desired');
  };
  return (
    <section className={classes.welcome} aria-label="How to begin">
      <h2>Preview what a role plan would do</h2>
      <p>
        Say which roles there should be: in rows, as YAML or CSV, or pasted from a spreadsheet. Add a snapshot
        of the cluster, which is sent nowhere. Read the SQL that would make it so, while you type.
      </p>
      <Actions>
        {isShown ? (
          <Button size="compact-sm" onClick={begin}>
            Begin with your own
          </Button>
        ) : (
          <Button
            size="compact-sm"
            onClick={() => void take({ path, title, description: text }, workspace, ui)}
          >
            Open an example
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={() => show(layoutOf(workspace), 'catalog')}>
          {isShown ? 'More examples' : 'Add a snapshot'}
        </Button>
      </Actions>
      <ShownRoles />
    </section>
  );
}
