import { useEffect } from 'react';
import { WaitingBar } from '../catalog/WaitingBar';
import { LinkBanner } from '../share/LinkBanner';
import { useUi } from '../ui/context';
import { DropAnywhere } from '../ui/DropAnywhere';
import { Palette } from '../ui/Palette';
import { ShortcutList } from '../ui/ShortcutList';
import { listen } from '../ui/shortcuts';
import { Toasts } from '../ui/Toasts';
import { useOpenFiles } from '../workspace/openFiles';
import { Guarded } from './Guarded';
import { Header } from './Header';
import { HistoryDrawer } from './HistoryDrawer';
import classes from './Shell.module.css';
import { SkipLink } from './SkipLink';
import { BehindBar, NewVersionBar, ReplacedBar } from './StandingBars';
import { Workbench } from './Workbench';

export function App() {
  const { commands } = useUi();
  const openFiles = useOpenFiles();
  useEffect(() => listen(commands), [commands]);
  return (
    <div className={classes.page}>
      <SkipLink />
      <Header />
      <NewVersionBar />
      <BehindBar />
      <ReplacedBar />
      <WaitingBar />
      <Guarded>
        <LinkBanner />
      </Guarded>
      <Guarded>
        <Workbench />
      </Guarded>
      <HistoryDrawer />
      <Toasts />
      <Palette />
      <ShortcutList />
      <DropAnywhere onFiles={openFiles}>Drop catalog snapshots (.json), plan.yaml or roles.csv</DropAnywhere>
    </div>
  );
}
