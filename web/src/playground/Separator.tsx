import type { KeyboardEvent, PointerEvent } from 'react';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { layoutOf } from './layout';
import classes from './Shell.module.css';

const MIN = 25;
const MAX = 75;

/** Between the columns: dragged, or moved with the arrow keys. */
export function Separator() {
  const layout = layoutOf(useWorkspace());
  const split = useStore(layout, (now) => now.split);
  const set = (next: number) => layout.set((now) => ({ ...now, split: Math.min(MAX, Math.max(MIN, next)) }));
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (event.buttons === 1 && box) set(((event.clientX - box.left) / box.width) * 100);
  };
  const step = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -2, ArrowRight: 2 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    set(split + by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: <hr> cannot be moved
    <div
      role="separator"
      aria-label="Width of the columns"
      aria-orientation="vertical"
      aria-valuemin={MIN}
      aria-valuemax={MAX}
      aria-valuenow={Math.round(split)}
      tabIndex={0}
      className={classes.separator}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={step}
    />
  );
}
