import { LinkBanner } from '../share/LinkBanner';
import { CrashGuard } from '../ui/CrashGuard';
import { ShortcutList } from '../ui/ShortcutList';
import { Notices } from '../ui/Toasts';
import { DropAnywhere } from './DropAnywhere';
import { Header } from './Header';
import classes from './Shell.module.css';
import { useShortcuts } from './useShortcuts';
import { Workbench } from './Workbench';

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
