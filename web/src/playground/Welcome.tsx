import { Button } from '@mantine/core';
import { take } from '../catalog/ExampleList';
import { listExamples } from '../catalog/examples';
import { useUi } from '../ui/context';
import { useWorkspace } from '../workspace/context';
import { layoutOf, show } from './layout';
import classes from './Welcome.module.css';

const EXAMPLE = 'reference/plan-yaml';

/** A first visit: what to do, and something to look at. */
export function Welcome() {
  const workspace = useWorkspace();
  const ui = useUi();
  const openFirst = async () => {
    try {
      const example = (await listExamples()).find(({ path }) => path === EXAMPLE);
      if (example) await take(example, workspace, ui);
    } catch (error) {
      const text = `${(error as Error).message}`;
      ui.notices.notify({ tone: 'error', title: 'The example could not be opened', text });
    }
  };
  return (
    <section className={classes.welcome} aria-label="How to begin">
      <h2>Preview what a role plan would do</h2>
      <ol>
        <li>Say which roles there should be: in rows, as YAML, as CSV, or pasted from a spreadsheet.</li>
        <li>Add a snapshot of the cluster. It is read here and sent nowhere.</li>
        <li>Read the SQL that would make it so, while you type.</li>
      </ol>
      <Button.Group>
        <Button size="compact-sm" onClick={() => void openFirst()}>
          Open an example
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => show(layoutOf(workspace), 'catalog')}>
          Add a snapshot
        </Button>
      </Button.Group>
    </section>
  );
}
