import { LinkBanner } from './share/LinkBanner';
import { CrashGuard } from './shell/CrashGuard';
import { DropAnywhere } from './shell/DropAnywhere';
import { Header } from './shell/Header';
import { Notices } from './shell/Notices';
import classes from './shell/Shell.module.css';
import { ShortcutList } from './shell/ShortcutList';
import { useShortcuts } from './shell/useShortcuts';
import { Workbench } from './shell/Workbench';

export function App() {
  useShortcuts();
  return (
    <div className={classes.page}>
      <Header />
      <CrashGuard>
        <LinkBanner />
      </CrashGuard>
      <CrashGuard>
        <Workbench />
      </CrashGuard>
      <Notices />
      <ShortcutList />
      <DropAnywhere />
    </div>
  );
}
