import { useUi } from '../ui/context';
import classes from './SkipLink.module.css';

/** The first stop of Tab: past the header and the roles, to what comes of them. */
export function SkipLink() {
  const { commands } = useUi();
  return (
    <button type="button" className={classes.skip} onClick={() => commands.run('panel:plan')}>
      Skip to the plan
    </button>
  );
}
