import { type CSSProperties, type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react';
import edges from '../ui/Edges.module.css';
import { number } from '../ui/format';
import { useEdges } from '../ui/useEdges';
import { type Drawn, labelId } from './drawn';
import classes from './Graph.module.css';
import { type Placed, place } from './place';

interface Props {
  label: string;
  drawn: Drawn;
  selected: string | undefined;
  onSelect(id: string | undefined): void;
}

const STEPS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** More boxes than this are no picture of anything, and laying them out takes seconds. */
const MOST = 250;

/** Boxes and lines in their own size, so that all can be read; what does not fit is scrolled to. */
export function Drawing(props: Props) {
  const { length } = props.drawn.boxes;
  if (length <= MOST) return <Sheet {...props} />;
  return (
    <p className={classes.empty}>
      These are {number(length)} boxes: too many to see anything. Look at the list.
    </p>
  );
}

function Sheet({ label, drawn, selected, onSelect }: Props) {
  const sheet = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  useEdges(box, frame);
  const [placed, setPlaced] = useState<{ of: Drawn; at: Placed }>();
  const at = placed?.of === drawn ? placed.at : undefined;
  // As large as their texts make them: before that is known nothing has a place.
  useLayoutEffect(() => {
    const sizes = new Map<string, { width: number; height: number }>();
    for (const element of sheet.current?.querySelectorAll<HTMLElement>('[data-id]') ?? []) {
      const { offsetWidth: width, offsetHeight: height } = element;
      sizes.set(element.dataset.id ?? '', { width, height });
    }
    setPlaced({ of: drawn, at: place(drawn, sizes) });
  }, [drawn]);
  // What it is all about stands at the end of the lines.
  useLayoutEffect(() => {
    const aim = drawn.boxes.some(({ look }) => look === 'object');
    if (at && aim) box.current?.scrollTo({ left: at.width });
  }, [at, drawn]);

  const entry = drawn.boxes.some(({ id }) => id === selected)
    ? selected
    : (drawn.boxes.find(({ look }) => look === 'planned' || look === 'object') ?? drawn.boxes[0])?.id;
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const step = STEPS[event.key];
    const from = (event.target as HTMLElement).dataset.id;
    if (event.key === 'Escape') onSelect(undefined);
    if (!step || !at || from === undefined) return;
    event.preventDefault();
    const next = nearest(at, from, step);
    if (next === undefined) return;
    sheet.current?.querySelector<HTMLElement>(`[data-id=${CSS.escape(next)}]`)?.focus();
  };

  return (
    <div ref={frame} className={edges.frame}>
      <section ref={box} className={classes.drawing} aria-label={label} onKeyDown={move}>
        <div
          ref={sheet}
          className={classes.sheet}
          style={at ? { width: at.width, height: at.height } : { visibility: 'hidden' }}
        >
          <svg aria-hidden="true" width={at?.width ?? 0} height={at?.height ?? 0}>
            {drawn.strokes.map((stroke) => (
              <path
                key={labelId(stroke)}
                d={at?.paths.get(labelId(stroke))}
                style={{ '--line': stroke.color } as CSSProperties}
                strokeWidth={touches(stroke, selected) ? 2.5 : stroke.strong ? 2 : 1.25}
                strokeDasharray={stroke.dash}
              />
            ))}
          </svg>
          {drawn.strokes.map((stroke) =>
            stroke.label ? (
              <span
                key={labelId(stroke)}
                data-id={labelId(stroke)}
                className={classes.label}
                style={{ ...corner(at?.labels.get(labelId(stroke))), color: stroke.color }}
              >
                {stroke.label}
              </span>
            ) : null,
          )}
          {drawn.boxes.map((box) => (
            <button
              key={box.id}
              type="button"
              data-id={box.id}
              data-look={box.look}
              className={classes.box}
              style={corner(at?.boxes.get(box.id))}
              aria-label={box.words}
              aria-pressed={box.id === selected}
              tabIndex={box.id === entry ? 0 : -1}
              onClick={() => onSelect(box.id === selected ? undefined : box.id)}
            >
              <span className={classes.kind}>{box.kind}</span>
              <span className={classes.name}>{box.name}</span>
              {box.held && (
                <span className={classes.held} style={{ color: box.held.color }}>
                  {box.held.text}
                </span>
              )}
            </button>
          ))}
        </div>
      </section>
    </div>
  );
}

function corner(point: { x: number; y: number } | undefined) {
  return { left: point?.x ?? 0, top: point?.y ?? 0 };
}

function touches({ from, to }: { from: string; to: string }, id: string | undefined): boolean {
  return from === id || to === id;
}

/** The next box in a direction: near in it before near beside it. */
function nearest({ boxes }: Placed, from: string, [x, y]: [number, number]): string | undefined {
  const here = boxes.get(from);
  if (!here) return undefined;
  let best: { id: string; distance: number } | undefined;
  for (const [id, box] of boxes) {
    const across = box.x + box.width / 2 - (here.x + here.width / 2);
    const down = box.y + box.height / 2 - (here.y + here.height / 2);
    const ahead = across * x + down * y;
    if (id === from || ahead <= 1) continue;
    const distance = ahead + 3 * Math.abs(across * y + down * x);
    if (!best || distance < best.distance) best = { id, distance };
  }
  return best?.id;
}
