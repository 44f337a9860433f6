import { useMediaQuery } from '@mantine/hooks';
import { useStore } from '../base/store';
import { Column } from './Column';
import { isLeft, isRight, LEFT, type Panel, RIGHT, show, uiStore } from './layout';
import { Separator } from './Separator';
import classes from './Shell.module.css';

const ALL: readonly Panel[] = [...LEFT, ...RIGHT];

/** Two columns of tabs, or one where there is no room. */
export function Workbench() {
  const { left, right, only, split } = useStore(uiStore, (ui) => ui);
  const wide = useMediaQuery('(min-width: 1100px)', undefined, { getInitialValueInEffect: false });
  if (!wide) {
    return (
      <main className={classes.workbench}>
        <Column
          label="Panels"
          panels={ALL}
          active={isLeft(only) || isRight(only) ? only : 'desired'}
          onShow={show}
        />
      </main>
    );
  }
  return (
    <main className={classes.workbench} data-wide style={{ '--split': `${split}%` } as React.CSSProperties}>
      <Column label="What is desired, and where" panels={LEFT} active={left} onShow={show} />
      <Separator />
      <Column label="What comes of it" panels={RIGHT} active={right} onShow={show} />
    </main>
  );
}
