import { useEffect } from 'react';
import { LinkBanner } from '../share/LinkBanner';
import { useUi } from '../ui/context';
import { Palette } from '../ui/Palette';
import { ShortcutList } from '../ui/ShortcutList';
import { listen } from '../ui/shortcuts';
import { Toasts } from '../ui/Toasts';
import { DropAnywhere } from './DropAnywhere';
import { Guarded } from './Guarded';
import { Header } from './Header';
import classes from './Shell.module.css';
import { Workbench } from './Workbench';

export function App() {
  const { commands } = useUi();
  useEffect(() => listen(commands), [commands]);
  return (
    <div className={classes.page}>
      <Header />
      <Guarded>
        <LinkBanner />
      </Guarded>
      <Guarded>
        <Workbench />
      </Guarded>
      <Toasts />
      <Palette />
      <ShortcutList />
      <DropAnywhere />
    </div>
  );
}
