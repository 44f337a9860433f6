import { ShareButton } from '../share/ShareButton';
import { useUi } from '../ui/context';
import { Icon } from '../ui/Icon';
import { IconButton } from '../ui/IconButton';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import classes from './Shell.module.css';
import { StartOver } from './StartOver';
import { ThemeToggle } from './ThemeToggle';

export function Header() {
  const { commands } = useUi();
  const version = useStore(useWorkspace().version, (now) => now);
  return (
    <header className={classes.header}>
      <h1 className={classes.brand}>
        <img src="./favicon.svg" alt="" />
        <span>Rolewright</span>
      </h1>
      {version && (
        <span className={classes.version} title={`The planner on this page is rolewright ${version}`}>
          {version}
        </span>
      )}
      <p className={classes.promise}>PostgreSQL role plans as you type. Everything stays in this browser.</p>
      <div className={classes.actions}>
        <ShareButton />
        <IconButton label="History" onClick={() => commands.run('history')}>
          <Icon name="history" />
        </IconButton>
        <StartOver />
        <ThemeToggle />
        <IconButton label="Keyboard shortcuts" onClick={() => commands.run('help')}>
          <Icon name="help" />
        </IconButton>
      </div>
    </header>
  );
}
