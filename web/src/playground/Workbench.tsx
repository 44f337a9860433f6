import { useMediaQuery } from '@mantine/hooks';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { Column } from './Column';
import { isLeft, isRight, LEFT, layoutOf, PANELS, type Panel, RIGHT, show } from './layout';
import { Separator } from './Separator';
import classes from './Shell.module.css';

/** Two columns of tabs, or one where there is no room. */
export function Workbench() {
  const layout = layoutOf(useWorkspace());
  const { left, right, only, split } = useStore(layout, (now) => now);
  const onShow = (panel: Panel) => show(layout, panel);
  const wide = useMediaQuery('(min-width: 68.75em)', undefined, { getInitialValueInEffect: false });
  if (!wide) {
    return (
      <main className={classes.workbench}>
        <Column
          label="Panels"
          panels={PANELS}
          active={isLeft(only) || isRight(only) ? only : 'desired'}
          onShow={onShow}
        />
      </main>
    );
  }
  return (
    <main className={classes.workbench} data-wide style={{ '--split': `${split}%` } as React.CSSProperties}>
      <Column label="What is desired, and where" panels={LEFT} active={left} onShow={onShow} />
      <Separator />
      <Column label="What comes of it" panels={RIGHT} active={right} onShow={onShow} />
    </main>
  );
}
