import { type PointerEvent, useRef } from 'react';
import classes from './DataTable.module.css';
import { rem } from './rem';

interface Props {
  /** In rem; nothing puts it back. */
  onWidth(width: number | undefined): void;
}

/** The edge of a head that makes its column wider. Keys do it from the head itself. */
export function Grip({ onWidth }: Props) {
  const from = useRef<{ x: number; width: number }>(undefined);
  const begin = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const { width } = event.currentTarget.parentElement?.getBoundingClientRect() ?? { width: 0 };
    from.current = { x: event.clientX, width };
  };
  const move = (event: PointerEvent) => {
    if (from.current) onWidth((from.current.width + event.clientX - from.current.x) / rem());
  };
  const end = () => {
    from.current = undefined;
  };
  return (
    <span
      className={classes.grip}
      aria-hidden="true"
      title="Drag to resize; twice to put it back"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onMouseDown={(event) => event.stopPropagation()}
      onDoubleClick={() => onWidth(undefined)}
    />
  );
}
